public import RegRuntime

/// The built-ins that every session starts with, in the order of the manual.
///
/// To add one, declare its struct beside its siblings and add a line here.
public enum StandardLibrary {
  public static let builtins: [any Builtin] = matrices + maths + text

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
