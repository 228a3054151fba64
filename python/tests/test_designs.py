"""Designs and what they tell, SALib and the EMA Workbench."""

from __future__ import annotations

from pathlib import Path

import pandas
import polars
import pyarrow
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


def beyond() -> pandas.DataFrame:
    """Two points, one of which is beyond the range of its parameter, 0.0015 to 0.004."""
    return pandas.DataFrame({"parameters.recruitment.rate": [0.002, 0.005]})


def test_keys_of_the_section_are_set_by_path_or_by_name() -> None:
    with pytest.raises(plaza.InputError, match=r"^points.csv:3: .*0.005 is outside the range.*beyond_ranges"):
        plaza.design("design_smoke", points=beyond(), replicates_per_point=2, out="beyond")
    by_name = plaza.design("design_smoke", points=beyond(), replicates_per_point=2, beyond_ranges=True, out="beyond")
    settings = {"design.beyond_ranges": True, "design.replicates_per_point": 2}
    by_path = plaza.design("design_smoke", points=beyond(), settings=settings, out="beyond")
    assert by_name.manifest == by_path.manifest
    own = plaza.design(
        method="latin_hypercube",
        points=8,
        over={"recruitment.rate": "range"},
        settings={"design.seed": 7},
        replicates_per_point=2,
        out="of_seven",
    )
    assert "seed = 7\n" in (own.folder / "inputs" / "experiment.toml").read_text()
    with pytest.raises(plaza.InputError, match=r"`design.replicates_per_point` is among the settings and an argument too"):
        plaza.design("design_smoke", points=beyond(), replicates_per_point=2, settings=settings)
    with pytest.raises(plaza.InputError, match=r"`design` is among the settings and an argument too"):
        plaza.design("design_smoke", points=beyond(), settings={"design": {"method": "sobol"}})


def test_rows_of_a_sampler_must_hang_together_as_it_is_said() -> None:
    with pytest.raises(plaza.InputError, match="expected whole groups of 3"):
        plaza.design("design_smoke", points=beyond(), arranged="saltelli", beyond_ranges=True)


def test_points_of_whatever_table_are_the_same() -> None:
    rows = [{"levers.army_units": 600, "start": 0}, {"levers.army_units": 1200, "start": 13}]
    tables = [rows, pandas.DataFrame(rows), polars.DataFrame(rows), pyarrow.Table.from_pylist(rows)]
    made = [plaza.design("design_smoke", points=table, replicates_per_point=2, out="whatever") for table in tables]
    assert all(results.manifest == made[0].manifest for results in made)
    again = plaza.design("design_smoke", points=made[0].experiments, replicates_per_point=2, out="whatever")
    assert again.experiments.pandas().equals(made[0].experiments.pandas())


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ([{"a": 1}, {"a": 1, "b": 2}], r"row 1 \(from 0\) has `b`, which row 0 has not"),
        ([{"a": 1, "b": 2}, {"a": 1}], r"row 1 \(from 0\) has no `b`, which row 0 has"),
        ([(1, 2)], r"row 0 \(from 0\) is \(1, 2\), expected a mapping"),
        (iter([{"a": 1}]), "not list_iterator"),
        (pyarrow.table({"a": []}), "at least one row"),
    ],
)
def test_wrong_points_are_input_errors(points: object, told: str) -> None:
    with pytest.raises(plaza.InputError, match=told):
        plaza.design("design_smoke", points=points)


def test_designs_without_a_folder_of_their_own_keep_their_own_points() -> None:
    made = [
        plaza.design("design_smoke", points=[{"levers.army_units": units} for units in pair], replicates_per_point=2)
        for pair in ([600, 700], [800, 900])
    ]
    assert [len(results.verify()) > 0 for results in made] == [True, True]
    assert [results.experiments.pandas()["levers.army_units"].tolist() for results in made] == [[600, 700], [800, 900]]
    assert not list(Path("results").glob("*.csv"))


def test_a_page_tells_what_a_design_found() -> None:
    design = plaza.design("design_smoke", out="points", points=16)
    design.discover()
    run = plaza.run("smoke")
    pages = [run.explore(design).read_text(), run.explore(design.folder).read_text(), run.explore().read_text()]
    assert pages[0] == pages[1] != pages[2]
    with pytest.raises(plaza.InputError, match="discovered"):
        design.explore(design)
