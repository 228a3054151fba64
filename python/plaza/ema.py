"""plaza for the EMA Workbench: an experiment as one of its models."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plaza.errors import one_of
from plaza.experiments import listed, run
from plaza.extras import needs
from plaza.program import described
from plaza.settings import Setting

needs("ema_workbench")

import ema_workbench  # noqa: E402

__all__ = ["Model"]


class Model(ema_workbench.Model):
    """An experiment as a model of the EMA Workbench. Uncertainties are parameters over their ranges, the one lever is
    the ``option``, one of the policies, outcomes are means over the replicates, all futures on equal luck. More
    uncertainties and levers, by the names of ``--set`` (``levers.army_units``), may be added as with any model.

    >>> import ema_workbench, plaza.ema
    >>> model = plaza.ema.Model("smoke", ["recruitment.rate"], policies=["status_quo", "kingpin_only"], replicates=8)
    >>> inputs, outcomes = ema_workbench.perform_experiments(model, scenarios=2, policies=2)
    >>> outcomes["oc_deaths"].shape
    (4,)
    """

    def __init__(
        self,
        experiment: str | Path,
        parameters: Sequence[str],
        *,
        policies: str | Path | Sequence[str | Path],
        outcomes: Sequence[str] = ("oc_deaths",),
        settings: Mapping[str, Setting] | None = None,
        replicates: int | None = None,
        name: str = "plaza",
    ) -> None:
        simulate = _Simulate(experiment, tuple(outcomes), dict(settings or {}), replicates)
        super().__init__(name, function=simulate)
        self.uncertainties = [_uncertain(parameter.removeprefix("parameters.")) for parameter in parameters]
        self.levers = [ema_workbench.CategoricalParameter("option", listed(policies))]
        self.outcomes = [ema_workbench.ScalarOutcome(outcome) for outcome in outcomes]


def _uncertain(parameter: str) -> Any:
    """A parameter over its range."""
    ranges = {row["path"]: row["range"] for row in described("parameters")}
    low, high = ranges[one_of(parameter, ranges, "parameter")]
    return ema_workbench.RealParameter(f"parameters.{parameter}", low, high)


@dataclass(frozen=True)
class _Simulate:
    """One experiment of the workbench: one call of the program, whose folder is not kept."""

    experiment: str | Path
    outcomes: tuple[str, ...]
    settings: dict[str, Setting]
    replicates: int | None
    __name__ = "plaza"

    def __call__(self, option: str, **inputs: Setting) -> dict[str, float]:
        with tempfile.TemporaryDirectory() as folder:
            results = run(
                self.experiment,
                policies=[option],
                settings={**self.settings, **inputs},
                replicates=self.replicates,
                out=Path(folder) / "results",
                figures=False,
                progress=False,
            )
            table = results.outcomes.arrow(list(self.outcomes))
        return {name: float(sum(table[name].to_pylist()) / len(table)) for name in self.outcomes}
