"""How good an answer is, computed from the data in double precision, whoever gave it.

A path is scored by its worst relative suboptimality: the objective, less the least that any program
found, over the loss without predictors. Curves of cross-validation are scored by their largest
relative error, against fits that are solved to machine precision here.
"""
import os

import numpy as np


def coefficients(path, columns):
    """The intercepts and the coefficients that a program wrote, one column a lambda."""
    found = np.fromfile(path).reshape(columns + 1, -1, order="F")
    return found[0], found[1:]


class PathScorer:
    """Scores lasso or ridge paths on one set of data."""

    def __init__(self, data, lambdas, penalty):
        self.data, self.lambdas, self.penalty = data, lambdas, penalty
        self.null = ((data.y - data.y.mean()) ** 2).mean() / 2
        self.least = np.full(len(lambdas), np.inf)
        if penalty == "ridge":
            self.least = self.objectives(*exact_ridge(data, lambdas))

    def objectives(self, intercepts, b):
        y = self.data.y
        residuals = y[:, None] - self.data.X @ b - intercepts
        size = np.abs(b).sum(0) if self.penalty == "lasso" else (b**2).sum(0) / 2
        return (residuals**2).sum(0) / (2 * len(y)) + self.lambdas * size

    def take(self, path):
        """Scores a file; the score is final when all files have been taken."""
        intercepts, b = coefficients(path, self.data.X.shape[1])
        if b.shape[1] != len(self.lambdas):
            raise ValueError(f"answers {b.shape[1]} of {len(self.lambdas)} lambdas")
        objectives = self.objectives(intercepts, b)
        self.least = np.minimum(self.least, objectives)
        return objectives

    def score(self, objectives):
        return float(((objectives - self.least) / self.null).max())


class RidgeScorer:
    """Scores ridge paths, leave-one-out curves, or a path with its curve behind it."""

    def __init__(self, data, lambdas):
        self.size = data.X.shape[1] + 1, len(lambdas)
        self.path = PathScorer(data, lambdas, "ridge")
        self.curve = CurveScorer(kept(f"{data.folder}/reference-leave-one-out",
                                      lambda: exact_leave_one_out(data, lambdas)))

    def take(self, path):
        found = np.fromfile(path)
        (rows, columns), answers = self.size, []
        if len(found) >= rows * columns:
            table, found = np.split(found, [rows * columns])
            table = table.reshape(rows, columns, order="F")
            answers.append((self.path, self.path.objectives(table[0], table[1:])))
        if len(found):
            answers.append((self.curve, self.curve.checked(found)))
        return answers

    def score(self, answers):
        return max(scorer.score(answer) for scorer, answer in answers)


class CurveScorer:
    """Scores mean curves against an exact one."""

    def __init__(self, curve):
        self.curve = curve

    def take(self, path):
        return self.checked(np.fromfile(path))

    def checked(self, found):
        if found.shape != self.curve.shape:
            raise ValueError(f"answers {len(found)} of {len(self.curve)} lambdas")
        return found

    def score(self, found):
        return float(np.abs(found / self.curve - 1).max())


def scorer(work, data):
    """What scores the answers of a workload; nothing where there is nothing to score."""
    if work.task == "path":
        return PathScorer(data, data.lambdas, "lasso")
    if work.task == "new":
        return PathScorer(data, np.fromfile(f"{data.folder}/new"), "lasso")
    if work.task == "ridge":
        return RidgeScorer(data, data.lambdas)
    if work.task == "cv":
        return CurveScorer(kept(f"{data.folder}/reference-cv", lambda: exact_cv(data)))
    return None


def kept(path, compute):
    """Doubles that are computed once."""
    if not os.path.exists(path):
        np.asarray(compute(), float).tofile(path)
    return np.fromfile(path)


# MARK: exact answers


def exact_ridge(data, lambdas):
    """Ridge solutions from one singular value decomposition."""
    means, mean = data.X.mean(0), data.y.mean()
    n = len(data.y)
    values, vectors = np.linalg.eigh((data.X - means).T @ (data.X - means) / n)
    projected = vectors.T @ ((data.X - means).T @ (data.y - mean) / n)
    b = np.column_stack([vectors @ (projected / (values + l)) for l in lambdas])
    return mean - means @ b, b


def exact_leave_one_out(data, lambdas):
    """The mean squared error of predicting each row without it, from leverages."""
    means, mean = data.X.mean(0), data.y.mean()
    n = len(data.y)
    u, s, _ = np.linalg.svd(data.X - means, full_matrices=False)
    projected = u.T @ (data.y - mean)
    errors = []
    for l in lambdas:
        shrink = s**2 / (s**2 + n * l)
        residual = data.y - mean - u @ (shrink * projected)
        leverage = 1 / n + (u**2) @ shrink
        errors.append(((residual / (1 - leverage)) ** 2).mean())
    return np.array(errors)


def exact_cv(data):
    """The mean squared error over the folds of lasso paths that are exact."""
    errors = []
    for fold in np.unique(data.folds):
        inside = data.folds != fold
        intercepts, b = exact_lasso(data.X[inside], data.y[inside], data.lambdas)
        predicted = data.X[~inside] @ b + intercepts
        errors.append(((data.y[~inside, None] - predicted) ** 2).mean(0))
    return np.mean(errors, axis=0)


def exact_lasso(X, y, lambdas):
    """Lasso solutions: the support from coordinate descent, the numbers from its normal equations.

    Where the support or the signs turn out not to be right, the descent is repeated more tightly.
    """
    from sklearn.linear_model import lasso_path

    means, mean = X.mean(0), y.mean()
    Z, z = np.asfortranarray(X - means), y - mean
    n, warm = len(y), None
    gram = Z.T @ Z if n > Z.shape[1] else False
    columns = []
    for l in lambdas:
        for tolerance in (1e-7, 1e-9, 1e-11, 1e-13):
            # It writes into what it starts from.
            start = None if warm is None else warm.copy()
            _, b, _ = lasso_path(Z, z, alphas=[l], tol=tolerance, max_iter=1000000, coef_init=start,
                                 precompute=gram)
            warm = b[:, 0]
            polished = polish(Z, z, gram, warm, n * l)
            if polished is not None:
                warm = polished
                break
        columns.append(warm)
    b = np.column_stack(columns)
    return mean - means @ b, b


def polish(Z, z, gram, b, penalty):
    """The solution with b's signs, if there is one that is optimal."""
    active = np.flatnonzero(b)
    signs = np.sign(b[active])
    exact = np.zeros_like(b)
    if len(active):
        A = Z[:, active]
        square = A.T @ A if gram is False else gram[np.ix_(active, active)]
        exact[active] = np.linalg.solve(square, A.T @ z - penalty * signs)
        if (exact[active] * signs <= 0).any():
            return None
    correlations = np.abs(Z.T @ (z - Z @ exact))
    correlations[active] = 0
    return exact if correlations.max() <= penalty * (1 + 1e-10) else None
