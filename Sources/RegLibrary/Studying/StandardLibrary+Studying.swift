import RegRuntime

extension StandardLibrary {
  static let studying: [any Builtin] = [
    ExplainModel(),
    CompareModels(),
    BootstrapModel(),
    ValidationCurve(),
    LearningCurve(),
    BiasAndVariance(),
    Simulate(),
  ]
}
