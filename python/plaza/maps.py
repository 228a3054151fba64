"""Outlines of a map's municipalities, where it has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plaza.errors import InputError
from plaza.extras import needs

if TYPE_CHECKING:
    import geopandas

__all__ = ["outlines"]


def outlines(folder: str | Path) -> geopandas.GeoDataFrame:
    """The municipalities of a result folder, or of a built map, with their outlines in degrees (EPSG 4326): the column
    ``municipality`` and the geometry.

    >>> import plaza
    >>> plaza.run("smoke")
    <plaza results ...>
    >>> outlines("results/smoke")
    Traceback (most recent call last):
    ...
    plaza.errors.InputError: the map of results/smoke has no outlines, expected one built by `plaza map build --outlines`
    """
    reader = needs("geopandas", "maps")
    folder = Path(folder)
    places = [folder / "outlines.geojson", folder / "inputs" / "map" / "outlines.geojson"]
    found = next((path for path in places if path.exists()), None)
    if found is None:
        raise InputError(f"the map of {folder} has no outlines, expected one built by `plaza map build --outlines`")
    frame: geopandas.GeoDataFrame = reader.read_file(found)
    named = frame.rename(columns={"code": "municipality"})[["municipality", "geometry"]]
    return named.set_crs(4326, allow_override=True)
