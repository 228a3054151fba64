"""Experiments: policies, replicates, and what is changed of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from plaza.errors import InputError
from plaza.program import document
from plaza.results import Results
from plaza.settings import Setting, assignments

__all__ = ["run"]


def run(
    experiment: str | Path = "default",
    *,
    policies: str | Path | Sequence[str | Path] | None = None,
    levers: Mapping[str, Setting] | None = None,
    parameters: str | Mapping[str, Setting] | None = None,
    settings: Mapping[str, Setting] | None = None,
    replicates: int | None = None,
    weeks: int | None = None,
    seed: int | None = None,
    out: str | Path | None = None,
    until: str | None = None,
    max_replicates: int | None = None,
    equal_budget: str | float | None = None,
    beyond_ranges: bool = False,
    figures: bool = True,
    threads: int = 0,
    progress: bool = True,
) -> Results:
    """Runs an experiment: every policy, every replicate, on equal luck. Blocks of 8 replicates that the folder holds
    already are not run again, so that the same call after Ctrl-C goes on, and more replicates extend.

    Args:
        experiment: A file, or the name of one that the program carries (``default``, ``policies``, ``smoke`` ...).
        policies: Names, files of one's own, or several joined by ``+``, in place of those of the experiment. A folder
            keeps the policies of earlier calls; the tables that are given back have these alone.
        levers: Levels in all policies, ``{"army_units": 20_000}`` (unit by lever: ``plaza.describe("levers")``), or in
            one, ``{"police_lead": {"army_units": [{"from_week": 52, "level": 0}]}}``.
        parameters: Values by name, ``{"recruitment.rate": 0.003}`` (units: ``plaza.describe("parameters")``), or where
            all come from: a file, ``"prior"``, ``"posterior"``.
        settings: Anything else of the experiment by its path, ``{"record.panel": True, "map": "results/maps/mine"}``.
        replicates: Futures of each policy.
        weeks: Weeks to record.
        seed: Random seed.
        out: Result folder; by default ``results/`` and the experiment's name, with digits where values were changed.
        until: Replicates are added until means are known so well, ``"oc_deaths:5%"``; with ``max_replicates``.
        equal_budget: All policies spend as much: dollars of 2010, or as the policy named.
        beyond_ranges: Parameters may be beyond their ranges; the results say so.
        figures: Whether the standard figures are drawn.
        threads: 0 for one a core; results do not depend on it.
        progress: Whether it is told how far it is, every ten seconds.

    >>> import plaza
    >>> results = plaza.run("smoke", policies=["status_quo", "no_intervention"], levers={"army_units": 600}, replicates=8)
    >>> len(results.outcomes)
    16
    """
    words: list[str | Path] = ["run", experiment]
    words += assignments(parameters, levers, settings)
    options = {
        "--policies": None if policies is None else ",".join(listed(policies)),
        "--replicates": replicates,
        "--weeks": weeks,
        "--seed": seed,
        "--out": out,
        "--until": until,
        "--max-replicates": max_replicates,
        "--equal-budget": equal_budget,
        "--threads": threads,
        "--figures": "standard" if figures else "none",
    }
    words += given(options)
    words += ["--beyond-ranges"] if beyond_ranges else []
    words += [] if progress else ["--quiet"]
    folder = document(words, progress=progress)["folder"]
    return Results(folder, None if policies is None else listed(policies))


def listed(policies: str | Path | Sequence[str | Path]) -> list[str]:
    """Policies as the program takes them; one may stand by itself.

    >>> listed("status_quo"), listed(["status_quo", Path("mine.toml")])
    (['status_quo'], ['status_quo', 'mine.toml'])
    """
    several = [policies] if isinstance(policies, (str, Path)) else policies
    names = [name for policy in several for name in str(policy).split(",")]
    if not any(names):
        raise InputError("no policy is named, expected at least one, or None for those of the experiment")
    return names


def given(options: Mapping[str, object]) -> list[str]:
    """The options that have a value, as words.

    >>> given({"--seed": 1, "--out": None})
    ['--seed', '1']
    """
    return [word for name, value in options.items() if value is not None for word in (name, str(value))]
