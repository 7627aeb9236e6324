import RegRuntime
import RegSolvers

struct LassoFit: Builtin {
  let name = "lasso"
  let category = Category.fitting
  let summary = "Fits a linear model with an L1 penalty, which keeps few columns."
  let objective: String? = Objective.general(.lasso)
  let details: String? = FitDetails.sparse
  let result: String? = FitDetails.result
  let seeAlso = [
    "ridge", "enet", "cv", "select", "coef", "predict", "lambda_max", "conventions",
  ]

  let parameters = FitParameters()
  let refinements = RefinementParameters()

  let examples = [
    Example(
      "One λ",
      """
      > m = lasso([1; 2; 3], [2; 4; 6], λ = 1/3, standardize = false)
      > m.coefficients
      1.5
      > m.intercept
      1
      """),
    Example(
      "A path answers any λ exactly",
      """
      > m = lasso([1; 2; 3], [2; 4; 6])
      > coef(m, lambda_max([1; 2; 3], [2; 4; 6]) / 2)
      1
      """),
    Example(
      "Relaxed: least squares on the columns that the lasso chose",
      """
      > X = [1, 1; -1, 1; 1, -1; -1, -1]
      > lasso(X, X * [4; 1], λ = 2, relax = 0).coefficients
      4
      0
      """),
    Example(
      "Adaptive: a large coefficient is penalised less",
      """
      > X = [1, 1; -1, 1; 1, -1; -1, -1]
      > lasso(X, X * [4; 1], λ = 0.5, adaptive = "ols").coefficients
      3.875
      0.5
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    try parameters.fit(refinements.refining(.lasso, arguments), arguments)
  }
}

struct RidgeFit: Builtin {
  let name = "ridge"
  let category = Category.fitting
  let summary = "Fits a linear model with a squared L2 penalty, which keeps coefficients small."
  let objective: String? = Objective.general(.ridge)
  let details: String? = FitDetails.ridge
  let result: String? = FitDetails.result
  let seeAlso = ["lasso", "enet", "cv", "coef", "predict", "conventions"]

  let parameters = FitParameters()

  let examples = [
    Example(
      "Half of the slope",
      """
      > m = ridge([1; 2; 3], [2; 4; 6], λ = 1)
      > m.coefficients
      1
      > m.intercept
      2
      """),
    Example(
      "No penalty on the second column",
      """
      > X = [1, 1; -1, 1; 1, -1; -1, -1]
      > m = ridge(X, X * [4; 2], λ = 1, penalty_factor = [1; 0])
      > m.coefficients
      2
      2
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    try parameters.fit(.ridge, arguments)
  }
}

struct ElasticNetFit: Builtin {
  let name = "enet"
  let category = Category.fitting
  let summary = "Fits a linear model with a mix of L1 and L2 penalties."
  let objective: String? = Objective.general(nil)
  let details: String? = FitDetails.sparse
  let result: String? = FitDetails.result
  let seeAlso = [
    "lasso", "ridge", "cv", "select", "coef", "predict", "lambda_max", "conventions",
  ]

  let parameters = FitParameters()
  let alpha = Parameter<Double>(
    "alpha", "Share of the penalty that is L1.", default: 0.5, keywordOnly: true,
    where: .between(0, 1))
  let refinements = RefinementParameters()

  let examples = [
    Example(
      "One column, no intercept",
      """
      > fit = enet([1; 2; 3], [2; 4; 6], λ = 1, intercept = false, standardize = false)
      > fit.coefficients
      1.70968
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    try parameters.fit(refinements.refining(.elasticNet(arguments[alpha]), arguments), arguments)
  }
}

enum FitDetails {
  /// What is common to the fits.
  static let text =
    Objective.legend + "\n\n" + """
      With a table, the response may be a formula, y ~ age + log(bmi): columns are made as it says, \
      text becomes a 0/1 column for each level but the first, and predict makes the same of new \
      data.

      With several responses, given as the columns of a matrix or a table or by [a, b] ~ x1 + x2, a \
      column is in the model for all of them or for none: ‖Bⱼ‖, the length of its coefficients, \
      stands for |βⱼ|. Coefficients are then a matrix with one column a response, and a list of \
      such matrices for several λ.

      A column that has the same value in every row has a coefficient of 0, and a warning says so. \
      With intercept = false and standardize = false it is fitted and penalised like any other.

      Without λ a whole path is fitted, from the λ at which the first column enters down to \
      lambda_min_ratio of it. Either way the result answers for any λ, solved exactly and never \
      interpolated: coef(m, λ), predict(m, X, λ), m @ λ.
      """

  /// What comes back from a fit.
  static let result = """
    A record with the fields lambda, intercept, coefficients (a vector for one λ, else one \
    column a λ), df (the number of nonzero coefficients, or its like for a square term), \
    dev_ratio (R²), gap (the duality gap, which bounds how far the objective is above its \
    minimum, as a share of the loss without predictors), converged, iterations, rss, loglik, the \
    criteria aic, aicc, bic, ebic and cp (see select), names, n, p, alpha, lambda_max, objective, \
    convention and more; the model at one λ has nonzero (names), fitted and residuals too. A path \
    has entry, the columns in the order in which they enter, and that of a lasso without bounds knots, a \
    table of every λ at which a column enters or leaves.
    """

  /// What only a fit that leaves columns out has.
  static let sparse =
    text + "\n\n" + """
      With relax, coefficients are relax times those of the penalised fit plus (1 - relax) times \
      those of least squares on the same columns (the relaxed lasso): the penalty then chooses \
      columns and shrinks them less. Where the columns are collinear the shortest least squares in \
      units of standard deviations are taken. gap covers both fits. cv(m, relax = [0, 0.5, 1]) \
      chooses the share together with λ. Several responses are refitted all on the same columns.

      With adaptive, the penalty of column j is multiplied by vⱼ = 1/|sⱼbⱼ|^adaptive_power with b \
      from a first fit to the same rows (the adaptive lasso); a column whose b is exactly 0 is left \
      out, and penalty_factor multiplies vⱼ. m.penalty_factor has the products. Within cv the first \
      fit is made anew from the rows outside each fold.
      """

  /// What only a ridge has.
  static let ridge =
    text + "\n\n" + """
      A ridge is linear in y, so it also has, for each λ and in closed form: edf, the effective \
      degrees of freedom (the trace of the matrix that takes y to its prediction; like df it does \
      not count the intercept), gcv, the generalised cross-validation score (the mean squared \
      residual over (1 - (edf + 1)/n)², or edf/n without an intercept), and loo, the mean squared \
      error of each row's prediction by the fit to all other rows. For loo the standardisation is \
      that of all rows, and the penalty keeps its size relative to the sum of the squared errors; \
      cv(m, folds = n) standardises anew, and holds λ against the mean of n - 1 squared errors, so \
      it differs a little. The model at one λ has loo_residuals too.
      """
}
