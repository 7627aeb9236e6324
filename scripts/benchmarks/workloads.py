"""What is timed: the rows of the benchmark, their data, and what reg should reach on each.

A row is added by adding to `workloads`. Data are drawn once and kept in a folder of the row's own:
files of doubles, the columns of x one after another.
"""
import os
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Goal:
    """How many times faster than a peer; `peer` may also be "best" for whichever is fastest.

    `setting` is "default" for the peer as it comes, or the accuracy that it is held to.
    """
    peer: str
    ratio: float
    setting: str = "1e-7"


@dataclass(frozen=True)
class Workload:
    key: str
    title: str
    #: What RegBenchmarks, peer.py and glmnet.R are asked to do.
    task: str
    rows: int = 0
    columns: int = 0
    #: The smallest of 100 lambdas as a share of the largest.
    ratio: float = 1e-4
    #: Whether it is part of a quick run.
    quick: bool = False
    goals: list = field(default_factory=list)
    #: Seconds that one run of reg may take, where that is the goal.
    most_seconds: float = None


workloads = [
    Workload("tall", "lasso path", "path", 100000, 200, quick=True,
             goals=[Goal("glmnet", 12), Goal("best", 1.5)]),
    Workload("square", "lasso path", "path", 10000, 500,
             goals=[Goal("glmnet", 15), Goal("best", 2.5)]),
    Workload("wide", "lasso path", "path", 1000, 10000, ratio=1e-2, quick=True,
             goals=[Goal("best", 8), Goal("best", 1, "default")]),
    Workload("cv-tall", "10-fold cv and fit", "cv", 10000, 500,
             goals=[Goal("glmnet", 40, "default"), Goal("sklearn", 8, "default")]),
    Workload("cv-wide", "10-fold cv and fit", "cv", 500, 5000, ratio=1e-2,
             goals=[Goal("glmnet", 8, "default")]),
    Workload("ridge", "ridge path with leave-one-out", "ridge", 5000, 1000, quick=True,
             goals=[Goal("sklearn", 60, "default"), Goal("glmnet", 5.7, "default")]),
    Workload("new-lambda", "coefficients at a new lambda after a path", "new", 1000, 10000,
             ratio=1e-2, most_seconds=10e-6),
    Workload("start", "start to the first answer", "start", quick=True, most_seconds=5e-3),
    Workload("start-fit", "start to a lasso path of diabetes.csv", "start-fit", quick=True,
             most_seconds=10e-3, goals=[Goal("best", 100, "default")]),
]


@dataclass
class Data:
    folder: str
    X: np.ndarray
    y: np.ndarray
    lambdas: np.ndarray
    folds: np.ndarray


def load(work, root):
    """The data of a row, drawn at the first call; nothing for a row that has none."""
    if not work.rows:
        return None
    folder = f"{root}/data/{work.rows}-{work.columns}-{work.ratio:g}"
    if not os.path.exists(f"{folder}/complete"):
        draw(folder, work)
    y = np.fromfile(f"{folder}/y")
    X = np.fromfile(f"{folder}/x").reshape(len(y), -1, order="F")
    return Data(folder, X, y, np.fromfile(f"{folder}/lambdas"),
                np.fromfile(f"{folder}/folds").astype(int))


def draw(folder, work):
    """Every fifth column shares a factor with the first; twenty columns matter, ever less."""
    os.makedirs(folder, exist_ok=True)
    random = np.random.default_rng(1)
    X = random.standard_normal((work.rows, work.columns))
    X[:, 1:] = 0.6 * X[:, 1:] + 0.8 * X[:, :1] * (np.arange(1, work.columns) % 5 == 0)
    y = X[:, :20] @ (1 / np.arange(1, 21)) + random.standard_normal(work.rows)
    largest = np.abs(X.T @ (y - y.mean())).max() / work.rows
    lambdas = largest * work.ratio ** (np.arange(100) / 99)
    between = np.sqrt(lambdas[1:] * lambdas[:-1])[5::5]
    for name, values in (("x", X.ravel(order="F")), ("y", y), ("lambdas", lambdas),
                         ("new", between), ("folds", np.arange(work.rows) % 10.0)):
        np.asarray(values, float).tofile(f"{folder}/{name}")
    open(f"{folder}/complete", "w").close()
