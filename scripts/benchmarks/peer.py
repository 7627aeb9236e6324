"""Times a Python package on a benchmark's folder: peer.py PACKAGE TASK FOLDER REPEATS TOLERANCE.

Prints seconds, one repeat a line, and writes result.PACKAGE as RegBenchmarks does. Centring is timed
too where a package leaves it to its user; the first run, which may compile, is not.
"""
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
package, task, folder, repeats, tolerance = sys.argv[1:6]
tolerance = float(tolerance) if tolerance != "default" else None
y = np.fromfile(f"{folder}/y")
X = np.fromfile(f"{folder}/x").reshape(len(y), -1, order="F")
lambdas = np.fromfile(f"{folder}/lambdas")
folds = np.fromfile(f"{folder}/folds").astype(int)


def given(name):
    return {} if tolerance is None else {name: tolerance}


def centred():
    means, mean = X.mean(0), y.mean()
    return np.asfortranarray(X - means), y - mean, means, mean


def with_intercept(coefficients, means, mean):
    return np.vstack([mean - means @ coefficients, coefficients])


def splits():
    return [(np.flatnonzero(folds != k), np.flatnonzero(folds == k)) for k in np.unique(folds)]


def sklearn_path():
    from sklearn.linear_model import lasso_path

    Z, z, means, mean = centred()
    _, found, _ = lasso_path(Z, z, alphas=lambdas, max_iter=100000, **given("tol"))
    return with_intercept(found, means, mean)


def sklearn_cv():
    from sklearn.linear_model import LassoCV

    fit = LassoCV(alphas=lambdas, cv=splits(), max_iter=100000, **given("tol")).fit(X, y)
    return fit.mse_path_.mean(1)


def sklearn_ridge():
    from sklearn.linear_model import RidgeCV

    fit = RidgeCV(alphas=lambdas * len(y)).fit(X, y)
    return np.append(fit.intercept_, fit.coef_)


def lars_path():
    from sklearn.linear_model import lars_path as path

    Z, z, means, mean = centred()
    knots, _, found = path(Z, z, method="lasso", alpha_min=lambdas[-1])
    at = [np.interp(lambdas, knots[::-1], row[::-1]) for row in found]
    return with_intercept(np.array(at), means, mean)


def skglm_path():
    from skglm import Lasso

    Z, z, means, mean = centred()
    found = Lasso(fit_intercept=False, **given("tol")).path(Z, z, lambdas)[1]
    return with_intercept(found, means, mean)


def celer_path():
    from celer import celer_path as path

    Z, z, means, mean = centred()
    found = path(Z, z, pb="lasso", alphas=lambdas, **given("tol"))[1]
    return with_intercept(found, means, mean)


def adelie_path():
    import adelie

    state = adelie.grpnet(
        X, adelie.glm.gaussian(y), lmda_path=lambdas, early_exit=False, progress_bar=False,
        n_threads=len(__import__("os").sched_getaffinity(0)), **given("tol"))
    return np.vstack([state.intercepts, state.betas.toarray().T])


run = globals()[f"{package}_{task}"]
result = run()
for _ in range(int(repeats)):
    start = time.perf_counter()
    result = run()
    print(time.perf_counter() - start, flush=True)
np.asarray(result).ravel(order="F").tofile(f"{folder}/result.{package}")
