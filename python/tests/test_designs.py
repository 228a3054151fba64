"""Designs and what they tell, SALib and the EMA Workbench."""

from __future__ import annotations

import pandas
import pytest

import plaza
import plaza.salib


def test_points_of_a_frame_are_run_on_equal_luck() -> None:
    points = pandas.DataFrame({"parameters.recruitment.rate": [0.002, 0.003], "levers.army_units": [600, 1200]})
    results = plaza.design("smoke", points=points, replicates_per_point=8, out="table")
    assert isinstance(results, plaza.Design)
    assert len(results.experiments) == 2
    assert len(results.outcomes) == 2 * len(results.policies) * 8
    told = results.experiments.pandas()
    assert told["parameters.recruitment.rate"].tolist() == [0.002, 0.003]


def test_samples_of_salib_are_points() -> None:
    latin = pytest.importorskip("SALib.sample.latin")
    problem = plaza.salib.problem(["parameters.recruitment.rate", "parameters.citizens.children"])
    points = plaza.salib.points(problem, latin.sample(problem, 8, seed=1))
    results = plaza.design("smoke", points=points, replicates_per_point=8, out="latin")
    assert len(results.experiments) == 8


def test_no_points_are_an_error() -> None:
    with pytest.raises(plaza.InputError, match="at least one row"):
        plaza.design("smoke", points=[])


def test_a_discovery_tells_which_policies_regret() -> None:
    found = plaza.design("design_smoke", out="points", points=8).discover()
    assert str(found).strip()
    assert {"status_quo"} <= set(found.regret.pandas().policy)
