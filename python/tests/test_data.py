"""docs/data/mexico.py on made-up excerpts of the public files, and a map of what it makes."""

from __future__ import annotations

import bz2
import gzip
import subprocess
import sys
from pathlib import Path

import pandas
import pytest

import plaza

SCRIPT = Path(__file__).parents[2] / "docs" / "data" / "mexico.py"

CENSUS = '''"Población total"
""
"Consulta de: Población total"
"","","","1990","1995","2000","2005","2010",""
"","Total","Total","1","1","1","1","1"
"=CONCATENAR(0,07) ","Arriba","Total","0","0","3,000","4,000","5,000"
"=CONCATENAR(0,07) ","Arriba","Hombre","0","0","1,500","2,000","2,500"
" 07 080 ","Ñame","Total","10","11","1,000","2,000","3,000"
" 07 080 ","Ñame","Hombre","5","5","500","1,000","1,500"
" 07 120 ","Nuevo","Total","","","","","500"
" 07 998 ","No especificado","Total","","","","",""
"=CONCATENAR( ,12) ","Abajo","Total","0","0","6,000","7,000","8,000"
" 12 001 ","Puerto","Total","20","21","6,000","7,000","8,000"
'''


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Excerpts of all files but the outlines, and what the script makes of them."""
    sources, out = tmp_path / "sources", tmp_path / "out"
    sources.mkdir()
    (sources / "1990-2010.csv").write_bytes(CENSUS.encode("windows-1252"))
    deaths = "ent_mun|year|month|homicides|pop_est|homicide_rate\n07080|2006|1|2|1|1\n07120|2006|1|1|1|1\n12001|2006|2|0|1|1\n"
    (sources / "mexico-muni-month-homicide-rates-2000-2021.csv.gz").write_bytes(gzip.compress(deaths.encode()))
    rivalry = "date,CVE_ENT,CVE_MUN,id,V1,Total\n2006-12-15,7,80,7080,9,3\n2007-01-15,7,120,7120,1,\n2011-01-15,12,1,12001,,5\n"
    (sources / "homicides-dwrh-month-municipality.csv.bz2").write_bytes(bz2.compress(rivalry.encode()))
    news = pandas.DataFrame(
        {
            "year": [2006, 2006, 2006, 2005],
            "mun": [7080, 7120, 12001, 12001],
            "actor_main": ["Los Zetas", "Los Zetas", "Unidentified Criminal Group", "Cartel de Sinaloa"],
        }
    )
    news.to_excel(sources / "OCVED_2.0.xlsx", index=False)
    told = subprocess.run([sys.executable, SCRIPT, sources, out], capture_output=True, text=True, check=True).stdout
    assert "outlines (INEGI): no municipios.shp" in told
    return out


def table(folder: Path, name: str) -> pandas.DataFrame:
    return pandas.read_csv(folder / f"{name}.csv", dtype={"code": str})


def test_residents_are_those_of_both_sexes_with_parts_added(made: Path) -> None:
    residents = table(made, "population").set_index("code")
    assert residents.index.tolist() == ["07080", "12001"]
    assert residents.loc["07080"].tolist() == [1000, 2000, 3500]


def test_homicides_are_added_up_and_months_without_left_out(made: Path) -> None:
    assert table(made, "homicides_monthly").values.tolist() == [["07080", 2006, 1, 3]]


def test_deaths_by_rivalry_are_of_whole_years(made: Path) -> None:
    assert table(made, "organized_crime_deaths_monthly").values.tolist() == [["07080", 2006, 12, 3]]


def test_presence_is_of_named_organizations(made: Path) -> None:
    rows = table(made, "organizations_presence").values.tolist()
    assert rows == [["07080", 2006, "zetas", 2], ["12001", 2005, "sinaloa", 1]]


def test_a_map_is_built_of_what_is_made(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    from shapely.geometry import box

    sources, out = tmp_path / "sources", tmp_path / "out"
    sources.mkdir()
    (sources / "1990-2010.csv").write_text(CENSUS, encoding="utf-8")
    frame = geopandas.GeoDataFrame(
        {"CVEGEO": ["07080", "07120", "12001"]},
        geometry=[box(-93 + 0.3 * i, 16, -92.7 + 0.3 * i, 16.3) for i in range(3)],
        crs=4326,
    )
    frame.to_crs(6372).to_file(sources / "municipios.shp")
    subprocess.run([sys.executable, SCRIPT, sources, out], capture_output=True, check=True)
    places = table(out, "municipalities")
    assert places.columns.tolist() == [
        "code", "name", "state_name", "lat", "lon", "northern_crossing", "port", "southern_border",
    ]  # fmt: skip
    assert places.state_name.tolist() == ["Arriba", "Abajo"] and places.name.tolist() == ["Ñame", "Puerto"]
    seen = pandas.DataFrame({"code": ["07080"], "year": [2006], "organization": ["zetas"]})
    built = plaza.build_map(
        tmp_path / "map",
        municipalities=out / "municipalities.csv",
        outlines=out / "municipalities.geojson",
        population=out / "population.csv",
        presence=seen,
        year=2006,
        country="Small",
    )
    shapes = built.outlines()
    assert shapes.crs is None and len(shapes) == 2
    # In km: two squares of .3 degrees, and one of them joined to a third, at 16 degrees of latitude.
    west, south, east, north = shapes.total_bounds
    assert east - west == pytest.approx(0.9 * 111.2 * 0.96, rel=0.02)
    assert north - south == pytest.approx(0.3 * 111.2, rel=0.02)
