public import RegRuntime

/// The built-ins that every session starts with, in the order of the manual.
///
/// To add one, declare its struct beside its siblings and add a line here.
public enum StandardLibrary {
  public static let builtins: [any Builtin] =
    fitting + studying + models + plotting + data + formulas + metrics + textbook + matrices
    + statistics + maths + random + text + functions + session

  /// Help on more than one built-in; to add a page, declare it beside what it is about, and add a
  /// line here.
  public static let topics = [
    HelpTopic.conventions, .objective, .formulas, .knobs, .prompt, .tables,
  ]

  // MARK: Plotting

  static let plotting: [any Builtin] = [
    Plot(),
    Residuals(),
    Histogram(),
    BarChart(),
  ]

  // MARK: Matrices

  static let matrices: [any Builtin] = [
    ConstantMatrix.zeros,
    ConstantMatrix.ones,
    Eye(),
    Linspace(),
    Logspace(),
    Repeat(),
    Reshape(),
    Size(),
    Length(),
    Diagonal(),
    Triangle.upper,
    Triangle.lower,
    Kronecker(),
    Solve(),
    Inverse(),
    Determinant(),
    Trace(),
    Rank(),
    NormOf(),
    Cholesky(),
    QR(),
    SVD(),
    EigenOf(),
  ]

  // MARK: Statistics

  static let statistics: [any Builtin] =
    Reduction.all + [
      Spread.variance,
      Spread.deviation,
      Quantile(),
      CumulativeSum(),
      MaskQuestion.any,
      MaskQuestion.all,
      Find(),
      Sorting.sort,
      Sorting.order,
      Unique(),
      Covariance.covariance,
      Covariance.correlation,
    ]

  // MARK: Random numbers

  static let random: [any Builtin] = [
    Uniform(),
    Normal(),
    WholeNumbers(),
    Permutation(),
    Shuffle(),
    Sample(),
    Seed(),
  ]

  // MARK: Maths

  static let maths: [any Builtin] =
    ElementwiseFunction.all + PairwiseFunction.all + NumberTest.all + [
      RoundFunction(),
      IsMissing(),
    ]

  // MARK: Text

  static let text: [any Builtin] =
    TextFunction.all + TextTest.all + [
      Replace(),
      Join(),
      SplitText(),
      TextOf(),
      NumberOf(),
      FormatValue(),
    ]
}
