"""examples/r/compare.R on a country with outlines; `.ci/run` has it on a grid, where no outlines are read."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pandas
import pytest

import plaza

SCRIPT = Path(__file__).parents[2] / "examples" / "r" / "compare.R"


def has(package: str) -> bool:
    """Whether R is here with a package."""
    rscript = shutil.which("Rscript")
    asked = ["-e", f"quit(status = !requireNamespace('{package}', quietly = TRUE))"]
    return rscript is not None and subprocess.run([rscript, "--vanilla", *asked], capture_output=True).returncode == 0


@pytest.mark.skipif(not (has("ggplot2") and has("sf")), reason="no R with ggplot2 and sf (Debian: r-cran-ggplot2 r-cran-sf)")
def test_a_map_of_a_country_is_drawn_from_its_outlines(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    from shapely.geometry import box

    codes = ["01", "02", "03", "04"]
    squares = [box(1 + 0.3 * (i % 2), 1 + 0.3 * (i // 2), 1.3 + 0.3 * (i % 2), 1.3 + 0.3 * (i // 2)) for i in range(4)]
    places = pandas.DataFrame({"code": codes, "name": list("ABCD"), "state_name": "S", "pop_2018": 50_000})
    places["lat"], places["lon"] = [1.15, 1.15, 1.45, 1.45], [1.15, 1.45, 1.15, 1.45]
    seen = pandas.DataFrame({"code": ["01", "04"], "year": 2018, "organization": ["north", "south"]})
    shapes = geopandas.GeoDataFrame({"code": codes}, geometry=squares, crs=4326)
    built = plaza.build_map(tmp_path / "map", municipalities=places, outlines=shapes, presence=seen, year=2018, country="Four")
    four = tmp_path / "four"
    run = ["run", "smoke", "--set", f'map="{built.folder}"', "--replicates", "8", "--csv", "--quiet", "--out", four]
    subprocess.run([plaza.program(), *run], check=True)
    plaza.open(four).compare()
    words = ["Rscript", "--vanilla", SCRIPT, four, tmp_path / "figures"]
    told = subprocess.run(words, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert "map of 4 outlines" in told.stdout
    assert (tmp_path / "figures" / "map.png").stat().st_size > 5000
