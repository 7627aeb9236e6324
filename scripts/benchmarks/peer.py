"""A Python package on a benchmark's folder: peer.py PEER TASK FOLDER, answering as station.py says.

Centring is timed too where a package leaves it to its user.
"""
import os
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
peer, task, folder = sys.argv[1:4]
y = np.fromfile(f"{folder}/y")
X = np.fromfile(f"{folder}/x").reshape(len(y), -1, order="F")
lambdas = np.fromfile(f"{folder}/lambdas")
folds = np.fromfile(f"{folder}/folds").astype(int)


def centred():
    means, mean = X.mean(0), y.mean()
    return np.asfortranarray(X - means), y - mean, means, mean


def with_intercept(b, means, mean):
    return np.vstack([mean - means @ b, b])


def splits():
    return [(np.flatnonzero(folds != k), np.flatnonzero(folds == k)) for k in np.unique(folds)]


def sklearn_path(**tolerance):
    from sklearn.linear_model import lasso_path

    Z, z, means, mean = centred()
    _, b, _ = lasso_path(Z, z, alphas=lambdas, max_iter=1000000, **tolerance)
    return with_intercept(b, means, mean)


def sklearn_cv(**tolerance):
    from sklearn.linear_model import LassoCV

    jobs = len(os.sched_getaffinity(0))
    fit = LassoCV(alphas=lambdas, cv=splits(), max_iter=1000000, n_jobs=jobs, **tolerance)
    return fit.fit(X, y).mse_path_.mean(1)


def sklearn_ridge():
    from sklearn.linear_model import RidgeCV

    fit = RidgeCV(alphas=lambdas * len(y), store_cv_results=True).fit(X, y)
    return (fit.cv_results_).mean(0)


def lars_path():
    from sklearn.linear_model import lars_path as path

    Z, z, means, mean = centred()
    knots, _, found = path(Z, z, method="lasso", alpha_min=lambdas[-1])
    # Between knots the path is a straight line.
    at = [np.interp(lambdas, knots[::-1], row[::-1]) for row in found]
    return with_intercept(np.array(at), means, mean)


def skglm_path(**tolerance):
    from skglm import Lasso

    Z, z, means, mean = centred()
    b = Lasso(fit_intercept=False, max_iter=1000, max_epochs=1000000, **tolerance).path(
        Z, z, lambdas)[1]
    return with_intercept(b, means, mean)


def celer_path(**tolerance):
    from celer import celer_path as path

    Z, z, means, mean = centred()
    b = path(Z, z, pb="lasso", alphas=lambdas, max_iter=1000, **tolerance)[1]
    return with_intercept(b, means, mean)


def celer_cv(**tolerance):
    from celer import LassoCV

    jobs = len(os.sched_getaffinity(0))
    fit = LassoCV(alphas=lambdas, cv=splits(), n_jobs=jobs, **tolerance).fit(X, y)
    return fit.mse_path_.mean(1)


def adelie_path(**tolerance):
    import adelie

    state = adelie.grpnet(
        X, adelie.glm.gaussian(y), lmda_path=lambdas, early_exit=False, progress_bar=False,
        max_iters=10**9, n_threads=len(os.sched_getaffinity(0)), **tolerance)
    return np.vstack([state.intercepts, state.betas.toarray().T])


run = globals()[f"{peer}_{task}"]
result = None
for line in sys.stdin:
    word, argument = line.split()
    if word == "run":
        chosen = {} if argument == "default" else {"tol": float(argument)}
        start = time.perf_counter()
        result = run(**chosen)
        print(time.perf_counter() - start, flush=True)
    else:
        np.asarray(result, float).ravel(order="F").tofile(argument)
        print("written", flush=True)
