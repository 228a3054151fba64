"""Makes plaza's tables of Mexico from the public files that docs/data.md names.

    python docs/data/mexico.py SOURCES OUT

SOURCES is a folder with the files as they are published; of those that are there tables are written into OUT, the others
are named. Needs pandas; OCVED's workbook openpyxl, outlines geopandas.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pandas

HERE = Path(__file__).parent

LABELS = {
    "Beltran Leyva": "beltran_leyva",
    "Cartel de Jalisco Nueva Generacion": "cjng",
    "Cartel de Juarez": "juarez",
    "Cartel de Sinaloa": "sinaloa",
    "Cartel de Tijuana": "tijuana",
    "Cartel del Golfo": "gulf",
    "La Barbie": "blo_splinters",
    "La Familia Michoacana": "familia_michoacana",
    "Los Zetas": "zetas",
}
"""OCVED's main organizations, as configs/aliases.toml names them. Those without a name, mere kinds and all others are
left out: they say that somebody was violent, not who was there."""


def code_of(numbers: pandas.Series) -> pandas.Series:
    """Codes of five digits, of numbers or text; municipalities born after 2010 are those that they were cut from."""
    parts = pandas.read_csv(HERE / "mexico_parts.csv", dtype=str).set_index("code").into
    codes = numbers.astype(str).str.replace(r"\.0$", "", regex=True).str.strip().str.zfill(5)
    return codes.map(parts).fillna(codes)


def census(path: Path) -> dict[str, pandas.DataFrame]:
    """INEGI's counts of residents, as its site exports them: three lines of title, one of years, rows by sex."""
    names = ["region", "name", "sex", "pop_1990", "pop_1995", "pop_2000", "pop_2005", "pop_2010"]
    table = pandas.read_csv(path, encoding="windows-1252" if not utf8(path) else "utf-8", skiprows=4, header=None, dtype=str)
    table = table.iloc[:, : len(names)].set_axis(names, axis=1).fillna("")
    state = table.region.str.extract(r"CONCATENAR\([0 ]?,\s*(\d{2})\)")[0]
    states = dict(zip(state.dropna(), table.name[state.notna()]))
    rows = table[table.region.str.match(r"^\s*\d{2} \d{3}\s*$") & (table.sex == "Total")].copy()
    rows["code"] = code_of(rows.region.str.replace(" ", ""))
    # Of residents of no known municipality.
    rows = rows[rows.code.str[2:].astype(int) < 990]
    years = ["pop_2000", "pop_2005", "pop_2010"]
    for year in years:
        rows[year] = pandas.to_numeric(rows[year].str.replace(",", "")).astype("Int64")
    residents = rows.groupby("code", as_index=False)[years].sum(min_count=1)
    places = rows.drop_duplicates("code")[["code", "name"]]
    places["state_name"] = places.code.str[:2].map(states)
    return {"population": residents, "places": places}


def utf8(path: Path) -> bool:
    """Whether a file is UTF-8: copies of INEGI's are either."""
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def homicides(path: Path) -> dict[str, pandas.DataFrame]:
    """Homicides by municipality and month of death, from death certificates; months without are left out."""
    table = pandas.read_csv(path, sep="|", dtype={"ent_mun": str})
    table["code"] = code_of(table.ent_mun)
    counted = table.groupby(["code", "year", "month"], as_index=False).homicides.sum()
    return {"homicides_monthly": counted[counted.homicides > 0]}


def rivalry(path: Path) -> dict[str, pandas.DataFrame]:
    """Deaths by presumed rivalry of criminal organizations, Dec 2006 to Sep 2011, as the government counted them; whole
    years."""
    table = pandas.read_csv(path)
    table["code"] = code_of(table.id)
    table[["year", "month"]] = table.date.str.split("-", expand=True)[[0, 1]].astype(int)
    counted = table.groupby(["code", "year", "month"], as_index=False).Total.sum().rename(columns={"Total": "deaths"})
    counted = counted[(counted.deaths > 0) & (counted.year <= 2010)]
    return {"organized_crime_deaths_monthly": counted.astype({"deaths": int})}


def ocved(path: Path) -> dict[str, pandas.DataFrame]:
    """Organizations that news name at a violent event, by municipality and year: records of events."""
    table = pandas.read_excel(path)
    table["code"] = code_of(table["mun"])
    table["organization"] = table.actor_main.map(LABELS)
    known = table.dropna(subset="organization")
    seen = known.groupby(["code", "year", "organization"], as_index=False).size().rename(columns={"size": "records"})
    return {"organizations_presence": seen}


def outlines(path: Path) -> dict[str, pandas.DataFrame]:
    """Municipalities as polygons in degrees, of three decimals (about 100 m), and their positions."""
    import geopandas

    shapes = geopandas.read_file(path)
    # INEGI's own files say CVEGEO and are in metres; simplified ones say id and are in degrees.
    number = next(name for name in shapes.columns if name.upper() in ("CVEGEO", "ID"))
    shapes = shapes.set_crs(shapes.crs or 4326).assign(code=code_of(shapes[number]))
    shapes = shapes.to_crs(4326).dissolve("code", as_index=False)[["code", "geometry"]]
    inside = shapes.geometry.representative_point()
    places = pandas.DataFrame({"code": shapes.code, "lat": inside.y.round(5), "lon": inside.x.round(5)})
    return {"municipalities": shapes, "positions": places}


SOURCES: dict[str, tuple[list[str], Callable[[Path], dict[str, pandas.DataFrame]]]] = {
    "residents (INEGI)": (["1990-2010.csv"], census),
    "outlines (INEGI)": (["municipios.shp", "mun*.shp", "*mun.shp"], outlines),
    "homicides (INEGI death certificates)": (["mexico-muni-month-homicide-rates-*.csv.gz"], homicides),
    "deaths by rivalry (Presidencia)": (["homicides-dwrh-month-municipality.csv.bz2"], rivalry),
    "presence (OCVED 2.0)": (["OCVED_2.0.xlsx"], ocved),
}


def main(sources: Path, out: Path) -> int:
    """Makes what can be made; 1 where nothing could."""
    out.mkdir(parents=True, exist_ok=True)
    tables: dict[str, pandas.DataFrame] = {}
    for what, (patterns, read) in SOURCES.items():
        found = next((path for pattern in patterns for path in sorted(sources.glob(pattern))), None)
        if found is None:
            print(f"{what}: no {patterns[0]} in {sources}, its tables are not made")
            continue
        tables.update(read(found))
    # Names are the census's, positions the outlines'; crossings, ports and the southern border a list of this project.
    places, positions = tables.pop("places", None), tables.pop("positions", None)
    shapes = tables.pop("municipalities", None)
    if shapes is not None:
        shapes.to_file(out / "municipalities.geojson", driver="GeoJSON", COORDINATE_PRECISION=3)
        print(f"municipalities.geojson: {len(shapes):,} outlines")
    if places is not None and positions is not None:
        marks = pandas.read_csv(HERE / "mexico_marks.csv", dtype={"code": str})
        joined = places.merge(positions, on="code").merge(marks, on="code", how="left")
        names = ["northern_crossing", "port", "southern_border"]
        joined[names] = joined[names].fillna(0).astype(int)
        tables["municipalities"] = joined
        lost = sorted(set(places.code) ^ set(positions.code))
        if lost:
            print(f"municipalities: {len(lost)} are in one of the two files only and left out: {', '.join(lost[:10])}")
    for name, table in tables.items():
        table.to_csv(out / f"{name}.csv", index=False)
        print(f"{name}.csv: {len(table):,} rows")
    return 0 if tables else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
