"""EMA Workbench drives plaza, a process for each experiment, and reads the folder of a design. Run by tests/it/cli/design."""

import os
import subprocess
import warnings

warnings.simplefilter("ignore")

import pandas as pd
from ema_workbench import RealParameter, ScalarOutcome, SequentialEvaluator
from ema_workbench.analysis import prim
from ema_workbench.em_framework.model import AbstractModel, SingleReplication


class Plaza(SingleReplication, AbstractModel):
    """An experiment of plaza whose design is the table points.csv: one point for each experiment."""

    def __init__(self, name, experiment, inputs, policies, metric):
        super().__init__(name)
        self.experiment = experiment
        self.uncertainties = [RealParameter(key.replace(".", "__"), *bounds) for key, bounds in inputs.items()]
        self.outcomes = [ScalarOutcome(policy) for policy in policies]
        self.metric = metric

    def run_experiment(self, experiment):
        inputs = {key.replace("__", "."): [value] for key, value in experiment.items() if "__" in key}
        pd.DataFrame(inputs).to_csv("points.csv", index=False)
        out = f"ema/{experiment.name}"
        subprocess.run([os.environ["PLAZA"], "design", self.experiment, "--quiet", "--out", out], check=True)
        outcomes = pd.read_csv(f"{out}/outcomes.csv")
        return outcomes.groupby("policy")[self.metric].mean().to_dict()


INPUTS = {"recruitment.rate": (0.0016, 0.0039), "fighting.rate": (0.001, 0.005)}
POLICIES = ["status_quo", "no_intervention"]
model = Plaza("plaza", "small.toml", INPUTS, POLICIES, "oc_deaths")
with SequentialEvaluator(model) as evaluator:
    experiments, outcomes = evaluator.perform_experiments(scenarios=4)
assert len(experiments) == 4 and all(len(outcomes[policy]) == 4 for policy in POLICIES)

# The same points as one design come to the same.
columns = [key.replace(".", "__") for key in INPUTS]
points = experiments[columns].rename(columns=lambda key: key.replace("__", "."))
points.to_csv("points.csv", index=False)
subprocess.run([os.environ["PLAZA"], "design", "small.toml", "--quiet", "--out", "one"], check=True)
table = pd.read_csv("one/outcomes.csv").groupby(["point", "policy"])["oc_deaths"].mean().unstack()
for policy in POLICIES:
    assert (table[policy].to_numpy() == outcomes[policy]).all(), policy

# The folder as PRIM of the workbench reads it.
experiments = pd.read_csv("one/experiments.csv").drop(columns="point")
worse = (table["status_quo"] > table["status_quo"].median()).to_numpy()
box = prim.Prim(experiments, worse, threshold=0.5).find_box()
assert box.coverage > 0
print("driven and read")
