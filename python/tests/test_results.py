"""Results as tables: what is read is what the program wrote."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pandas
import polars
import pyarrow
import pytest

import plaza


@pytest.fixture
def smoke() -> plaza.Results:
    return plaza.run("smoke", progress=False)


def test_tables_go_to_pandas_polars_and_arrow_with_the_same_rows(smoke: plaza.Results) -> None:
    outcomes = smoke.outcomes
    frame, other, arrow = outcomes.pandas(), outcomes.polars(), outcomes.arrow()
    assert len(outcomes) == len(frame) == other.height == arrow.num_rows == 48
    assert frame.oc_deaths.tolist() == other["oc_deaths"].to_list() == arrow["oc_deaths"].to_pylist()
    assert polars.DataFrame(outcomes).equals(other)
    assert pyarrow.table(outcomes).equals(arrow.replace_schema_metadata(pyarrow.table(outcomes).schema.metadata))


def test_lazy_tables_give_what_is_asked(smoke: plaza.Results) -> None:
    deaths = smoke.national.lazy().filter(polars.col("week") == 103).select("policy", "replicate", "oc_deaths").collect()
    frame = smoke.national.pandas(["policy", "replicate", "oc_deaths"], week=103)
    assert deaths.height == len(frame) == 48
    assert deaths["oc_deaths"].sum() == frame.oc_deaths.sum()


def test_rows_are_kept_by_values_and_lists(smoke: plaza.Results) -> None:
    weeks = smoke.national.pandas(["week"], policy="status_quo", replicate=[0, 3], week=range(10))
    assert sorted(set(weeks.week)) == list(range(10)) and len(weeks) == 20
    with pytest.raises(plaza.InputError, match=r"no column `polcy` \(did you mean `policy`"):
        smoke.national.pandas(polcy="status_quo")
    with pytest.raises(plaza.InputError, match="oc_deaths"):
        smoke.national.pandas(["oc_death"])


def test_metrics_are_those_of_the_tables(smoke: plaza.Results) -> None:
    """The outcome is the sum over the weeks of the national table: nothing is computed twice, the files agree."""
    summed = smoke.national.pandas(["policy", "replicate", "oc_deaths"]).groupby(["policy", "replicate"]).oc_deaths.sum()
    told = smoke.outcomes.pandas().set_index(["policy", "replicate"]).oc_deaths
    assert (summed.sort_index() == told.sort_index()).all()


def test_the_comparison_is_the_programs(smoke: plaza.Results) -> None:
    told = subprocess.run([plaza.program(), "compare", smoke.folder, "--json"], capture_output=True, check=True).stdout
    rows = pandas.DataFrame(json.loads(told)["comparison"])
    ours = smoke.compare().pandas()
    assert ours["difference"].tolist() == rows["difference"].tolist()
    assert ours["verdict"].tolist() == rows["verdict"].tolist()


def test_what_is_true_or_false_is_no_text(smoke: plaza.Results) -> None:
    comparison = smoke.compare()
    assert comparison.costs.pandas().frontier.dtype == bool
    assert comparison.breakdown.pandas()["clear"].dropna().isin([True, False]).all()
    with pytest.raises(plaza.InputError, match="expected True or False"):
        comparison.costs.pandas(frontier="true")


def test_a_comparison_stays_when_another_is_made(smoke: plaza.Results) -> None:
    first = smoke.compare()
    second = smoke.compare("no_intervention")
    of = [made.pandas(verdict="baseline").policy.unique().tolist() for made in (first, second)]
    assert of == [["status_quo"], ["no_intervention"]]
    assert [first.baseline, second.baseline] == ["status_quo", "no_intervention"]
    with pytest.raises(plaza.InputError, match="did you mean `status_quo`"):
        smoke.compare("status_qo")
    smoke.compare()


def test_codes_of_municipalities_stay_text(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"experiment": "x", "policies": {}, "weeks": 1}')
    rows = [("municipality", "mean", "low", "high", "clear"), ("01001", "1", "", "2.5", "true")]
    with (tmp_path / "twin_map.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    row = plaza.open(tmp_path).table("twin_map").arrow(["municipality", "mean", "low"]).to_pylist()
    assert row == [{"municipality": "01001", "mean": 1.0, "low": None}]


def test_a_map_with_outlines_is_a_geodataframe(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    from shapely.geometry import box

    places = ["01001", "01002", "01003"]
    frame = geopandas.GeoDataFrame({"code": places}, geometry=[box(i, 0, i + 1, 1) for i in range(3)], crs=4326)
    (tmp_path / "inputs" / "map").mkdir(parents=True)
    frame.to_file(tmp_path / "inputs" / "map" / "outlines.geojson", driver="GeoJSON")
    (tmp_path / "manifest.json").write_text('{"experiment": "x", "policies": {}, "weeks": 1}')
    (tmp_path / "twin_map.csv").write_text("municipality,mean,low,high,clear\n01001,1,0,2,true\n01003,4,3,5,true\n")
    results = plaza.open(tmp_path)
    assert results.outlines().municipality.tolist() == places
    drawn = results.table("twin_map").geo()
    assert isinstance(drawn, geopandas.GeoDataFrame)
    assert drawn.set_index("municipality").loc["01003", "geometry"].centroid.x == 2.5
    assert drawn["mean"].tolist() == [1.0, 4.0]


def test_what_is_no_result_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(plaza.InputError, match="is no result folder"):
        plaza.open(tmp_path)


def test_notebooks_show_results_tables_comparisons_and_figures(smoke: plaza.Results) -> None:
    assert "status_quo" in smoke._repr_html_() and "oc_deaths" in smoke._repr_html_()
    assert "4,992 rows" in smoke.national._repr_html_()
    assert "better" in smoke.compare()._repr_html_()
    assert smoke.figure("organizations")._repr_svg_().startswith("<svg")


def test_figures_that_are_not_there_are_drawn_or_named(smoke: plaza.Results) -> None:
    bare = plaza.run("smoke", replicates=8, out="bare", figures=False, progress=False)
    assert bare.figures == []
    assert bare.figure("organizations").path.exists()
    assert bare.figure("forest").path.exists()
    with pytest.raises(plaza.InputError, match=r"no figure `forrest` \(did you mean `forest`"):
        bare.figure("forrest")


def test_importing_is_quick_and_needs_no_other_package() -> None:
    code = "import sys, plaza; print([name for name in ('pandas', 'polars', 'pyarrow', 'geopandas') if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_a_wrong_table_of_a_map_is_named_as_the_argument() -> None:
    places = pandas.DataFrame({"code": ["1"], "name": "A", "state_name": "S", "lat": [95.0], "lon": [1.0], "pop_2018": 5})
    with pytest.raises(plaza.InputError, match=r"^municipalities\.csv:2: "):
        plaza.build_map("wrong", municipalities=places, adjacency=places, presence=places, year=2018)


def test_values_that_a_column_cannot_have_are_refused(smoke: plaza.Results) -> None:
    with pytest.raises(plaza.InputError, match=r"no kind `leader_remove` \(did you mean `leader_removed`\?\)"):
        smoke.events.pandas(kind="leader_remove")
    with pytest.raises(plaza.InputError, match=r"outcomes: there is no policy `status_qo` \(did you mean `status_quo`"):
        smoke.outcomes.pandas(policy=["kingpin_only", "status_qo"])
    with pytest.raises(plaza.InputError, match="national: '5' is no value of week, expected a number"):
        smoke.national.pandas(week="5")
    with pytest.raises(plaza.InputError, match="events: 1 is no value of kind, expected text"):
        smoke.events.pandas(kind=1)
    with pytest.raises(plaza.InputError, match="at least one"):
        smoke.events.pandas(kind=[])


def test_values_that_merely_did_not_happen_are_no_error(smoke: plaza.Results) -> None:
    kinds = set(smoke.events.pandas(["kind"]).kind)
    listed = set(smoke.events.dictionary["kind"].formula.split(", "))
    absent = sorted(listed - kinds)
    assert absent, "every kind of event happens: this test needs one that does not"
    assert smoke.events.pandas(kind=absent[0]).empty
    with pytest.warns(UserWarning, match="no row of events has municipality `nowhere`"):
        assert smoke.events.pandas(municipality="nowhere").empty
    nowhere = smoke.events.pandas(municipality=None)
    assert len(nowhere) == smoke.events.pandas().municipality.isna().sum() > 0


def test_values_of_numpy_keep_rows(smoke: plaza.Results) -> None:
    weeks = smoke.national.pandas(["week"]).week
    assert smoke.national.pandas(["week"], week=weeks.unique()[:2]).week.nunique() == 2
    assert smoke.national.pandas(["week"], week=weeks.max()).week.unique().tolist() == [103]


def test_results_are_of_the_policies_asked_for(smoke: plaza.Results) -> None:
    two = plaza.run("smoke", policies=["status_quo", "kingpin_only"], progress=False)
    assert two.folder == smoke.folder and len(smoke.policies) == 3
    assert two.policies == ["kingpin_only", "status_quo"]
    assert set(two.outcomes.pandas().policy) == set(two.national.lazy().collect()["policy"]) == set(two.policies)
    assert len(two.national) == 2 * 16 * 104
    assert "no_intervention" not in two._repr_html_()
    with pytest.raises(plaza.InputError, match="no policy `no_intervention`"):
        two.outcomes.pandas(policy="no_intervention")
    with pytest.warns(UserWarning, match="also holds no_intervention"):
        two.compare()


def test_a_policy_may_stand_by_itself_and_be_a_file_or_crossed() -> None:
    Path("mine.toml").write_text('extends = "status_quo"\nabout = "x"\n[[lever]]\nname = "youth_programmes"\nlevel = 0.8\n')
    asked = ["police_lead+retrenchment", "mine.toml", "status_quo"]
    for policy, name in zip(asked, ["retrenchment+police_lead", "mine", "status_quo"], strict=True):
        results = plaza.run("smoke", policies=policy, replicates=8, out="single", figures=False, progress=False)
        assert results.policies == [name]
        assert set(results.outcomes.pandas().policy) == {name}
    assert len(plaza.open("single").policies) == 3


def test_no_policy_is_an_error_and_a_column_may_stand_by_itself(smoke: plaza.Results) -> None:
    for none in ([], "", [""]):
        with pytest.raises(plaza.InputError, match="no policy is named"):
            plaza.run("smoke", policies=none)
    assert smoke.national.pandas("week").columns.tolist() == ["week"]
    assert smoke.national.polars("week").columns == smoke.national.arrow("week").column_names == ["week"]
    with pytest.raises(plaza.InputError, match=r"no column `wek` \(did you mean `week`"):
        smoke.national.pandas("wek")


def test_what_is_of_other_results_is_told(recwarn: pytest.WarningsRecorder) -> None:
    eight = plaza.run("smoke", replicates=8, out="extended")
    eight.compare()
    assert set(eight.table("comparison").pandas().replicates) == {8}
    eight.figure("forest")
    # As if this comparison had returns of single levers, which the next does not make.
    (eight.folder / "marginal.csv").write_text("policy\nstatus_quo\n")
    noted = json.loads((eight.folder / "made.json").read_text())
    noted["marginal.csv"] = noted["comparison.csv"]
    (eight.folder / "made.json").write_text(json.dumps(noted))
    assert not recwarn.list
    sixteen = plaza.run("smoke", replicates=16, out="extended")
    with pytest.warns(UserWarning, match=r"comparison.csv is of other results than extended .*`plaza compare --baseline"):
        sixteen.table("comparison")
    with pytest.warns(UserWarning, match=r"forest.svg is of other results"):
        sixteen.figure("forest")
    recwarn.clear()
    sixteen.summary.pandas()
    compared = sixteen.compare()
    assert set(sixteen.table("comparison").pandas().replicates) == set(compared.pandas().replicates) == {16}
    assert not recwarn.list
    with pytest.raises(plaza.PlazaError, match="no table `marginal`"):
        _ = compared.levers
