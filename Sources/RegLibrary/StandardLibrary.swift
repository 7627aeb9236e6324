public import RegRuntime

/// The built-ins that every session starts with, in the order of the manual.
///
/// To add one, declare its struct beside its siblings and add a line here.
public enum StandardLibrary {
  public static let builtins: [any Builtin] = maths

  // MARK: Maths

  static let maths: [any Builtin] =
    ElementwiseFunction.all + PairwiseFunction.all + NumberTest.all + [
      RoundFunction(),
      IsMissing(),
    ]
}
