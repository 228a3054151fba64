"""plaza for SALib: the inputs as a problem, and samples of it as the points of a design."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from plaza.errors import one_of
from plaza.program import call

__all__ = ["points", "problem"]


def problem(names: Sequence[str] | None = None) -> dict[str, Any]:
    """The parameters with their ranges as a problem of SALib: all, or those named, in the units of
    ``plaza.describe("parameters")``.

    >>> import plaza.salib
    >>> of_two = plaza.salib.problem(["parameters.recruitment.rate", "parameters.citizens.children"])
    >>> of_two["num_vars"]
    2
    """
    whole: dict[str, Any] = json.loads(call(["describe", "parameters", "--salib"]))
    if names is None:
        return whole
    places = [whole["names"].index(one_of(name, whole["names"], "parameter")) for name in names]
    of_each = {key: values for key, values in whole.items() if isinstance(values, list)}
    chosen = {key: [values[place] for place in places] for key, values in of_each.items()}
    return {**whole, **chosen, "num_vars": len(places)}


def points(of: dict[str, Any], sample: Any) -> list[dict[str, float]]:
    """A sample of SALib as points for `plaza.design`: a row for each of the sample's.

    >>> points({"names": ["parameters.recruitment.rate"]}, [[0.002], [0.003]])
    [{'parameters.recruitment.rate': 0.002}, {'parameters.recruitment.rate': 0.003}]

    `plaza.Design.discover` reads Sobol's indices of a sample in the groups of Saltelli, without the second order:

    >>> import plaza, SALib.sample.sobol
    >>> of_two = problem(["parameters.recruitment.rate", "parameters.citizens.children"])
    >>> sample = points(of_two, SALib.sample.sobol.sample(of_two, 8, calc_second_order=False, seed=1))
    >>> design = plaza.design("design_smoke", points=sample, arranged="saltelli", replicates_per_point=2, out="saltelli")
    >>> design.discover().sensitivity.pandas(index="sobol_total").input.nunique()
    2
    """
    return [dict(zip(of["names"], map(float, row), strict=True)) for row in sample]
