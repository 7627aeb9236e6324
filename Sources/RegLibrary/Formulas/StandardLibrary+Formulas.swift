import RegRuntime

extension StandardLibrary {
  static let formulas: [any Builtin] = [
    Polynomials(),
    NaturalSplines(),
    BSplineBasis(),
  ]
}
