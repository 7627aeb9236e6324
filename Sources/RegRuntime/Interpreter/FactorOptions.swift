import RegData
import RegSyntax

/// What `C(x, ref = "b")` says besides the column.
struct FactorOptions {
  enum Option: String, CaseIterable {
    case ref, contrast, levels, full
  }

  var given: [Option: Node] = [:]
  let span: Span

  func coding(_ values: FormulaValues) throws(Stop) -> FactorCoding {
    var coding = FactorCoding()
    for option in Option.allCases {
      guard let node = given[option] else { continue }
      let value = try values.script(node)
      switch option {
      case .ref:
        coding.reference = try required(level(value), "a level", option, node, values)
      case .levels:
        let levels = try required(levels(value), "a vector of levels", option, node, values)
        guard !levels.isEmpty, Set(levels).count == levels.count else {
          throw values.machine.fail(
            .badFormula, "'levels' must name each level once, and at least one", at: node.span)
        }
        coding.levels = levels
      case .contrast:
        let names = FactorCoding.Contrast.allCases.map { "\"\($0.rawValue)\"" }
        coding.contrast = try required(
          String(argument: value).flatMap(FactorCoding.Contrast.init(rawValue:)),
          "one of " + names.joined(separator: ", "), option, node, values)
      case .full:
        if try required(Bool(argument: value), "true or false", option, node, values) {
          coding.contrast = .full
        }
      }
    }
    return coding
  }

  /// A level by its text; a number or a logical as its text.
  private func level(_ value: Value) -> String? {
    switch value {
    case .number(let number): CSV.text(number)
    case .logical(let logical): logical ? "true" : "false"
    default: String(argument: value)
    }
  }

  private func levels(_ value: Value) -> [String]? {
    if let texts = String.vector(value) { return texts }
    return Double.vector(value)?.map(CSV.text)
  }

  private func required<Result>(
    _ result: Result?, _ kind: String, _ option: Option, _ node: Node, _ values: FormulaValues
  ) throws(Stop) -> Result {
    guard let result else {
      throw values.machine.fail(
        .badFormula, "'\(option.rawValue)' must be \(kind)", at: node.span)
    }
    return result
  }
}
