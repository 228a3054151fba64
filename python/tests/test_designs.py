"""Designs and what they tell, SALib and the EMA Workbench."""

from __future__ import annotations

import pandas
import pytest

import plaza
import plaza.salib


def test_points_of_a_frame_are_run_on_equal_luck() -> None:
    points = pandas.DataFrame({"parameters.recruitment.rate": [0.002, 0.003], "levers.army_units": [600, 1200]})
    results = plaza.design("design_smoke", points=points, replicates_per_point=8, out="table")
    assert isinstance(results, plaza.Design)
    assert len(results.experiments) == 2
    assert len(results.outcomes) == 2 * len(results.policies) * 8
    told = results.experiments.pandas()
    assert told["parameters.recruitment.rate"].tolist() == [0.002, 0.003]


def test_samples_of_salib_are_points() -> None:
    latin = pytest.importorskip("SALib.sample.latin")
    problem = plaza.salib.problem(["parameters.recruitment.rate", "parameters.citizens.children"])
    points = plaza.salib.points(problem, latin.sample(problem, 8, seed=1))
    results = plaza.design("design_smoke", points=points, replicates_per_point=2, out="latin")
    assert len(results.experiments) == 8


def test_a_method_of_its_own_varies_what_is_named() -> None:
    over = {"recruitment.rate": "range", "levers.army_units": {"low": 0, "high": 3000}}
    results = plaza.design(method="latin_hypercube", points=8, over=over, replicates_per_point=2, out="own")
    assert set(results.experiments.columns) == {"point", "parameters.recruitment.rate", "levers.army_units"}


def test_no_points_are_an_error() -> None:
    with pytest.raises(plaza.InputError, match="at least one row"):
        plaza.design("design_smoke", points=[])


def test_a_discovery_tells_which_policies_regret() -> None:
    found = plaza.design("design_smoke", out="points", points=16).discover()
    assert str(found).strip()
    assert {"status_quo"} <= set(found.regret.pandas().policy)


def test_of_two_tables_of_one_name_each_has_its_own_columns() -> None:
    found = plaza.design("design_smoke", out="points", points=16).discover()
    assert {"turns_at", "held_at"} <= set(found.breakdown.dictionary)
    assert found.breakdown.pandas().turns_at.dtype == float
    assert {"by", "municipalities"} <= set(plaza.run("smoke").compare().breakdown.dictionary)
