"""Which rows of a table are kept: by the values of columns, each of which its column can have."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any

from plaza.errors import InputError, missing, nearest, one_of, warn
from plaza.files import Column

if TYPE_CHECKING:
    import pyarrow.dataset

__all__ = ["Filter"]

# Columns of text of which a right value may have no row: codes, keys, names, and what a comparison comes to.
_MAY_BE_MISSING = {"municipality", "organization", "other", "parent", "name", "verdict"}


class Filter:
    """Filters of one table. ``dictionary`` gives its columns, and ``policies`` those that may be asked for, whether
    they have a row or not.

    >>> import plaza
    >>> national = plaza.run("smoke").national
    >>> Filter("national", national.dataset, lambda: national.dictionary, list).expression({"week": [0, 1]})
    <pyarrow.compute.Expression is_in(week, ...
    """

    def __init__(
        self,
        name: str,
        dataset: pyarrow.dataset.Dataset,
        dictionary: Callable[[], Mapping[str, Column]],
        policies: Callable[[], Collection[str]],
    ) -> None:
        self._name = name
        self._dataset = dataset
        self._dictionary = dictionary
        self._policies = policies
        self._texts: dict[str, list[str]] = {}

    def expression(self, where: Mapping[str, Any]) -> Any:
        """The rows that have these values, as Arrow is asked for them; None for all rows. A value that a column cannot
        have is refused.

        >>> import plaza
        >>> national = plaza.run("smoke").national
        >>> Filter("national", national.dataset, lambda: national.dictionary, list).expression({"week": "5"})
        Traceback (most recent call last):
        ...
        plaza.errors.InputError: national: '5' is no value of week, expected a number
        """
        import pyarrow.dataset

        kept: Any = None
        for name, value in where.items():
            field = pyarrow.dataset.field(one_of(name, self._dataset.schema.names, "column"))
            values = _listed(value)
            told = [one for one in values if one is not None]
            for one in told:
                self._check(name, one)
            test = field.isin(told) if told else None
            if len(told) < len(values):
                test = field.is_null() if test is None else test | field.is_null()
            if test is None:
                raise InputError(f"{self._name}: no value of {name} is named, expected at least one")
            kept = test if kept is None else kept & test
        return kept

    def _check(self, name: str, value: Any) -> None:
        """Refuses a value that the column cannot have."""
        import pyarrow.types as types

        kind = self._dataset.schema.field(name).type
        if types.is_string(kind) or types.is_large_string(kind):
            right, expected = isinstance(value, str), "text"
        elif types.is_boolean(kind):
            right, expected = isinstance(value, bool), "True or False"
        elif types.is_integer(kind) or types.is_floating(kind):
            right, expected = isinstance(value, Real) and not isinstance(value, bool), "a number"
        else:
            raise InputError(f"{self._name}: rows cannot be kept by {name}, which is of type {kind}")
        if not right:
            raise InputError(f"{self._name}: {value!r} is no value of {name}, expected {expected}")
        if isinstance(value, str):
            self._check_text(name, value)

    def _check_text(self, name: str, value: str) -> None:
        known = self._known(name)
        if value in known:
            return
        if name in _MAY_BE_MISSING:
            warn(f"no row of {self._name} has {name} `{value}`{nearest(value, known)}")
            return
        # What the dictionary lists may be right though it never happened.
        column = self._dictionary().get(name)
        if column is None or value not in re.findall(r"\w+", column.formula):
            raise InputError(f"{self._name}: {missing(value, known, name)}")

    def _known(self, name: str) -> list[str]:
        """The texts that a column has, read once."""
        if name not in self._texts:
            found = dict.fromkeys(self._policies() if name == "policy" else [])
            for batch in self._dataset.to_batches(columns=[name]):
                found.update(dict.fromkeys(one for one in batch.column(0).unique().to_pylist() if one is not None))
            self._texts[name] = list(found)
        return self._texts[name]


def _listed(value: Any) -> list[Any]:
    """A value of ``where`` as a list of Python's own values."""
    value = value.tolist() if hasattr(value, "tolist") else value
    several = isinstance(value, (list, tuple, set, frozenset, range))
    return [one.item() if hasattr(one, "item") else one for one in (value if several else [value])]
