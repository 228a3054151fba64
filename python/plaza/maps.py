"""Maps: built from tables, and the outlines of their municipalities."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plaza.errors import InputError
from plaza.extras import needs
from plaza.program import call

if TYPE_CHECKING:
    import geopandas

__all__ = ["Map", "build_map", "outlines"]


def outlines(folder: str | Path) -> geopandas.GeoDataFrame:
    """The municipalities of a result folder, or of a built map, with their outlines: the column ``municipality`` and
    the geometry, in km east and north of the country's middle, as the program draws it. For a map of the world join
    the outlines that the map was built from, by code.

    >>> import plaza
    >>> plaza.run("smoke")
    <plaza results ...>
    >>> outlines("results/smoke")
    Traceback (most recent call last):
    ...
    plaza.errors.InputError: the map of results/smoke has no outlines, expected one built by `plaza map build --outlines`
    """
    folder = Path(folder)
    places = [folder / "outlines.geojson", folder / "inputs" / "map" / "outlines.geojson"]
    found = next((path for path in places if path.exists()), None)
    if found is None:
        raise InputError(f"the map of {folder} has no outlines, expected one built by `plaza map build --outlines`")
    frame: geopandas.GeoDataFrame = needs("geopandas").read_file(found)
    # GeoJSON is read as degrees, which these are not.
    named = frame.rename(columns={"code": "municipality"})[["municipality", "geometry"]]
    return named.set_crs(None, allow_override=True)


def build_map(
    out: str | Path,
    *,
    municipalities: Any,
    year: int,
    adjacency: Any = None,
    outlines: Any = None,
    population: Any = None,
    presence: Any = None,
    homes: Any = None,
    conflicts: Any = None,
    homicides: Any = None,
    corrections: Any = None,
    columns: Mapping[str, str] | None = None,
    property: str | None = None,
    country: str | None = None,
    islands: str | None = None,
) -> Map:
    """Builds a country from tables, as `plaza map build` does. A table is a file, or a frame of pandas, polars or (of
    outlines) geopandas; ``columns`` are names that are others in the tables, ``{"code": "CVEGEO"}``. The page
    docs/another-country.md says what each table is.

    >>> import pandas, plaza
    >>> places = pandas.DataFrame({"code": ["01", "02", "03", "04"], "name": list("ABCD"), "state_name": "S",
    ...                            "lat": [1.0, 1.0, 1.3, 1.3], "lon": [1.0, 1.3, 1.0, 1.3], "pop_2018": 50_000})
    >>> pairs = pandas.DataFrame({"code_a": ["01", "01", "02", "03"], "code_b": ["02", "03", "04", "04"]})
    >>> seen = pandas.DataFrame({"code": ["01", "04"], "year": 2018, "organization": ["north", "south"]})
    >>> built = plaza.build_map("four", municipalities=places, adjacency=pairs, presence=seen, year=2018, country="Four")
    >>> built
    <plaza map in four>
    """
    tables = {
        "municipalities": municipalities,
        "adjacency": adjacency,
        "outlines": outlines,
        "population": population,
        "presence": presence,
        "homes": homes,
        "conflicts": conflicts,
        "homicides": homicides,
        "corrections": corrections,
    }
    words: list[str | Path] = ["map", "build", "--out", out, "--year", str(year)]
    for name, theirs in (columns or {}).items():
        words += ["--column", f"{name}={theirs}"]
    for name, value in {"property": property, "country": country, "islands": islands}.items():
        words += [] if value is None else [f"--{name}", value]
    with tempfile.TemporaryDirectory() as folder:
        for name, table in tables.items():
            words += [] if table is None else [f"--{name}", _file(table, Path(folder) / name)]
        # Of frames the program's messages name the table, not where it was put.
        try:
            return Map(Path(out), call(words).replace(f"{folder}{os.sep}", ""))
        except InputError as error:
            raise InputError(str(error).replace(f"{folder}{os.sep}", "")) from None


class Map:
    """A built map: ``settings={"map": built.folder}`` runs an experiment on it."""

    def __init__(self, folder: Path, text: str) -> None:
        self.folder = folder
        """Its folder."""
        self.text = text
        """What the program says of it: how it was read, and what is missing or doubtful."""

    def outlines(self) -> geopandas.GeoDataFrame:
        """Its municipalities with their outlines, as `plaza.outlines`.

        >>> Map(Path("four"), "").outlines()
        Traceback (most recent call last):
        ...
        plaza.errors.InputError: the map of four has no outlines, ...
        """
        return outlines(self.folder)

    def __repr__(self) -> str:
        return f"<plaza map in {self.folder}>"

    def __str__(self) -> str:
        return self.text


def _file(table: Any, path: Path) -> Path:
    """A table as a file."""
    if isinstance(table, (str, Path)):
        return Path(table)
    if hasattr(table, "geometry"):
        path = path.with_suffix(".geojson")
        table.to_file(path, driver="GeoJSON")
    elif hasattr(table, "to_csv"):
        path = path.with_suffix(".csv")
        table.to_csv(path, index=False)
    elif hasattr(table, "write_csv"):
        path = path.with_suffix(".csv")
        table.write_csv(path)
    else:
        raise InputError(f"{path.stem}: is no table, expected a file or a frame of pandas, polars or geopandas")
    return path
