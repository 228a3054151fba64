"""Values and tables in HTML, as notebooks show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

__all__ = ["interval", "shown", "table"]


def shown(value: object) -> str:
    """A value for a reader.

    >>> shown(None), shown(2008), shown(0.123456789), shown(1234.5), shown("killed")
    ('', '2008', '0.1235', '1,234', 'killed')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


def interval(low: object, high: object) -> str:
    """An interval for a reader; nothing where there is none.

    >>> interval(-93.2, 12.0), interval(None, None)
    ('[-93.2, 12]', '')
    """
    return "" if low is None and high is None else f"[{shown(low)}, {shown(high)}]"


def table(titles: Sequence[str], rows: Iterable[Sequence[object]], hints: Mapping[str, str] | None = None) -> str:
    """A table; a hint is told where the mouse rests on a title.

    >>> table(["policy", "deaths"], [["status_quo", 1234.5]], {"deaths": "person"})
    "<table><tr><th>policy</th><th title='person'>deaths</th></tr><tr><td>status_quo</td><td>1,234</td></tr></table>"
    """
    hints = hints or {}
    told = [f" title='{escape(hints[title])}'" if title in hints else "" for title in titles]
    head = "".join(f"<th{hint}>{escape(title)}</th>" for title, hint in zip(titles, told, strict=True))
    body = "".join("<tr>" + "".join(f"<td>{escape(shown(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"
