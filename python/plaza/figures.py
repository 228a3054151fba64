"""Figures that the program draws, shown in notebooks and kept where one likes."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["Figure"]


class Figure:
    """A figure of a result folder, in SVG.

    >>> import plaza
    >>> figure = plaza.run("smoke").figure("organizations")
    >>> figure
    <plaza figure organizations: results/smoke/figures/organizations.svg>
    >>> figure.save("mine.svg").exists()
    True
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        """The file."""

    @property
    def name(self) -> str:
        """Its name."""
        return self.path.stem

    @property
    def svg(self) -> str:
        """Its text.

        >>> import plaza
        >>> plaza.run("smoke").figure("oc_deaths").svg[:4]
        '<svg'
        """
        return self.path.read_text(encoding="utf-8")

    def save(self, to: str | Path) -> Path:
        """Copies it to a file, or into a folder.

        >>> import plaza
        >>> plaza.run("smoke").figure("fear").save(".")
        PosixPath('fear.svg')
        """
        return Path(shutil.copy(self.path, to))

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"<plaza figure {self.name}: {self.path}>"
