"""Times whole processes, from their start to their end, in turn."""
import os
import statistics
import subprocess
import time

from measure import Entry
import peers as peer_list
from station import environment


def commands(work, bench):
    """What each program is started with."""
    csv = f"{bench.here}/../examples/diabetes.csv"
    python = f"{bench.root}/environments/scikit-learn/bin/python"
    if work.task == "start":
        return {"reg": [bench.reg, "-e", "1"],
                "glmnet": ["Rscript", "-e", "suppressMessages(library(glmnet)); 1"],
                "sklearn": [python, "-c", "import sklearn.linear_model; print(1)"]}
    return {
        "reg": [bench.reg, "-e", f'm = lasso(read("{csv}"), y ~ .); m.df[100]'],
        "glmnet": ["Rscript", "-e", "suppressMessages(library(glmnet));"
                   f'd <- read.csv("{csv}"); x <- as.matrix(d[, -ncol(d)]);'
                   "m <- glmnet(x, d[, ncol(d)]); cat(m$df[length(m$df)])"],
        "sklearn": [python, "-c", "import numpy as np\n"
                    "from sklearn.linear_model import lasso_path\n"
                    f'd = np.loadtxt("{csv}", delimiter=",", skiprows=1)\n'
                    "X = d[:, :-1] - d[:, :-1].mean(0); X /= X.std(0)\n"
                    "print((lasso_path(X, d[:, -1] - d[:, -1].mean())[1][:, -1] != 0).sum())"]}


def run(work, bench, cores, missing):
    """The entries of a start-up workload."""
    entries = []
    chosen = {"reg", *(peer.name for peer in peer_list.peers)}
    for name, command in commands(work, bench).items():
        if name not in chosen:
            continue
        entry = Entry(work.key, name, "default", cores, problem=missing.get(name))
        entries.append((entry, command, []))
    for turn in range(1 + (5 if bench.quick else 15)):
        for entry, command, times in entries:
            # Twenty starts of reg take as long as one of a peer.
            for _ in range(5 if entry.program == "reg" else 1 if turn <= 5 else 0):
                if not entry.problem:
                    start_once(entry, command, times, cores)
    for entry, _, times in entries:
        if times and not entry.problem:
            entry.first, entry.runs = times[0], len(times) - 1
            entry.seconds = statistics.median(times[1:])
    ours = entries[0][0].seconds
    for entry, _, _ in entries:
        entry.ratio = entry.seconds / ours if entry.seconds and ours else None
    return [entry for entry, _, _ in entries]


def start_once(entry, command, times, cores):
    # Handed on to the program: starting `taskset` would be timed with it.
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(own)[:cores])
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, env=environment(cores))
    times.append(time.perf_counter() - start)
    os.sched_setaffinity(0, own)
    if done.returncode:
        lines = done.stderr.decode().strip().splitlines()
        entry.problem = "fails: " + (lines[-1] if lines else f"status {done.returncode}")
