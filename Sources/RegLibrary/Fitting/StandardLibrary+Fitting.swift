import RegRuntime

extension StandardLibrary {
  static let fitting: [any Builtin] = [
    LassoFit(),
    RidgeFit(),
    ElasticNetFit(),
    Coefficients(),
    Predict(),
    SelectModel(),
    CrossValidate(),
    Resume(),
    LambdaMax(),
    ConvertLambda(),
  ]
}
