"""Runs every task by reg and by its peers on the same files, and prints times, accuracy and ratios.

compare.py PROGRAM FOLDER PYTHON [--quick]. Accuracy is the worst relative suboptimality over the
path, computed here from the coefficients alone: the objective, less the least that any program
found, over the loss without predictors.
"""
import json
import os
import statistics
import subprocess
import sys

import numpy as np

program, root, python = sys.argv[1:4]
quick = "--quick" in sys.argv
here = os.path.dirname(os.path.abspath(__file__))
repeats = 1 if quick else 5

# name, task, rows, columns, smallest lambda as a share of the largest
workloads = [
    ("lasso path", "path", 100000, 200, 1e-4),
    ("lasso path", "path", 10000, 500, 1e-4),
    ("lasso path", "path", 1000, 10000, 1e-2),
    ("10-fold cv", "cv", 10000, 500, 1e-4),
    ("10-fold cv", "cv", 500, 5000, 1e-2),
    ("ridge path", "ridge", 5000, 1000, 1e-4),
]

# Each peer at its default tolerance and at one that brings it near 1e-10.
peers = {
    "path": [("glmnet", "default"), ("glmnet", "1e-13"), ("sklearn", "default"),
             ("sklearn", "1e-9"), ("lars", "default"), ("skglm", "default"), ("skglm", "1e-9"),
             ("celer", "default"), ("celer", "1e-9"), ("adelie", "default"), ("adelie", "1e-12")],
    "cv": [("glmnet", "default"), ("sklearn", "default")],
    "ridge": [("glmnet", "default"), ("sklearn", "default")],
}
if quick:
    workloads = [work for work in workloads if work[2] != 500]
    peers = {task: [(name, tolerance) for name, tolerance in tried
                    if tolerance == "default" and name not in ("lars", "skglm", "celer")]
             for task, tried in peers.items()}


def generate(folder, task, rows, columns, ratio):
    os.makedirs(folder, exist_ok=True)
    random = np.random.default_rng(1)
    X = random.standard_normal((rows, columns))
    X[:, 1:] = 0.6 * X[:, 1:] + 0.8 * X[:, :1] * (np.arange(1, columns) % 5 == 0)
    y = X[:, :20] @ (1 / np.arange(1, 21)) + random.standard_normal(rows)
    largest = np.abs(X.T @ (y - y.mean())).max() / rows
    lambdas = largest * ratio ** (np.arange(100) / 99)
    for name, values in (("x", X.ravel(order="F")), ("y", y), ("lambdas", lambdas),
                         ("folds", np.arange(rows) % 10.0)):
        np.asarray(values, float).tofile(f"{folder}/{name}")
    return X, y, lambdas


def time_of(command, cores, limit=15 if quick else 300):
    command = ["taskset", "--cpu-list", f"0-{cores - 1}", *map(str, command)]
    environment = {**os.environ, **{f"{kind}_NUM_THREADS": str(cores)
                                    for kind in ("OMP", "OPENBLAS", "MKL", "NUMBA")}}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit,
                              env=environment)
    except subprocess.TimeoutExpired:
        return None, f"took longer than {limit} s"
    if done.returncode:
        return None, (done.stderr.strip().splitlines() or ["failed"])[-1]
    return statistics.median(float(line) for line in done.stdout.split()), None


def objectives(X, y, lambdas, result, task):
    found = np.fromfile(result).reshape(X.shape[1] + 1, -1, order="F")
    residuals = y[:, None] - X @ found[1:] - found[0]
    penalty = np.abs(found[1:]).sum(0) if task == "path" else (found[1:] ** 2).sum(0) / 2
    return (residuals**2).sum(0) / (2 * len(y)) + lambdas * penalty


rows_out = []
for title, task, rows, columns, ratio in workloads:
    folder = f"{root}/{task}-{rows}-{columns}"
    X, y, lambdas = generate(folder, task, rows, columns, ratio)
    null = ((y - y.mean()) ** 2).mean() / 2
    for cores in (1, 2) if os.cpu_count() > 1 and not quick else (min(os.cpu_count(), 2),):
        runs = []
        for name, tolerance in [("reg", "default"), *peers[task]]:
            if name == "reg":
                command = [program, task, folder, repeats]
            elif name == "glmnet":
                command = ["Rscript", f"{here}/glmnet.R", task, folder, repeats, tolerance]
            else:
                command = [python, f"{here}/peer.py", name, task, folder, repeats, tolerance]
            seconds, problem = time_of(command, cores)
            entry = {"work": title, "rows": rows, "columns": columns, "cores": cores,
                     "program": name, "tolerance": tolerance, "seconds": seconds,
                     "problem": problem, "suboptimality": None}
            runs.append(entry)
            scored = task == "path" or (task == "ridge" and name != "sklearn")
            if seconds is not None and scored:
                entry["objectives"] = objectives(X, y, lambdas, f"{folder}/result.{name}", task)
        scored = [run["objectives"] for run in runs if "objectives" in run]
        least = np.min(scored, axis=0) if scored else None
        ours = runs[0]["seconds"]
        print(f"\n{title}, n = {rows}, p = {columns}, {cores} core{'s'[:cores - 1]}")
        print(f"  {'program':<9} {'tolerance':>9} {'seconds':>9} {'ratio':>7}  suboptimality")
        for run in runs:
            if "objectives" in run:
                run["suboptimality"] = float(((run.pop("objectives") - least) / null).max())
            if run["problem"]:
                print(f"  {run['program']:<9} {run['tolerance']:>9}  {run['problem'][:60]}")
            else:
                accuracy = run["suboptimality"]
                shown = "" if accuracy is None else f"{accuracy:.0e}"
                ratio_text = f"{run['seconds'] / ours:.1f}" if ours else ""
                print(f"  {run['program']:<9} {run['tolerance']:>9} {run['seconds']:>9.3f} "
                      f"{ratio_text:>7}  {shown}", flush=True)
        rows_out += runs
with open(f"{root}/results.json", "w") as file:
    json.dump(rows_out, file, indent=1)
print(f"\nratio: the program's time over reg's. All figures: {root}/results.json")
