import RegData
import RegLinearAlgebra
import RegSyntax

/// `y ~ a + b`: makes the formula, with the values in braces as they are now.
final class FormulaNode: Node {
  indirect enum Factor {
    case column(String)
    case function(ColumnFunction)
    case value(Node, label: String)
    case coded(Factor, FactorOptions, label: String)
  }

  indirect enum Terms {
    case factor(Factor)
    case offset(Factor)
    case everyOther
    case intercept(Bool)
    case sum([(Terms, isRemoved: Bool)])
    case crossed([Terms])
    case interaction([Terms])
  }

  /// A column that is named, and the variable of the script that would be read elsewhere.
  struct Mention {
    let name: Name
    let variable: Slots?
    let slot: Int?
  }

  let response: Factor?
  let terms: Terms
  let text: String
  let mentions: [Mention]

  init(response: Factor?, terms: Terms, text: String, mentions: [Mention], _ span: Span) {
    self.response = response
    self.terms = terms
    self.text = text
    self.mentions = mentions
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    .object(try formula(FormulaValues(machine)))
  }

  /// The formula, with values at hand for those in braces.
  func formula(
    _ machine: MachinePointer, values: [Value]
  ) throws(Stop) -> FormulaObject {
    try formula(FormulaValues(machine, values))
  }

  private func formula(_ values: FormulaValues) throws(Stop) -> FormulaObject {
    let machine = values.machine
    let response = try response.map { factor throws(Stop) in try resolve(factor, values) }
    let formula = Formula(response: response, predictors: try resolve(terms, values))
    var places: [String: Span] = [:]
    var shadowed: Set<String> = []
    for mention in mentions {
      let written = mention.name.written
      if places[written] == nil { places[written] = mention.name.span }
      if mention.isShadowed(machine) { shadowed.insert(written) }
    }
    return FormulaObject(
      formula, text: text, places: places, shadowed: shadowed, source: machine.source)
  }

  private func resolve(
    _ terms: Terms, _ values: FormulaValues
  ) throws(Stop) -> Formula.Terms {
    switch terms {
    case .factor(let factor): return .factor(try resolve(factor, values))
    case .offset(let factor): return .offset(try resolve(factor, values))
    case .everyOther: return .everyOther
    case .intercept(let isThere): return isThere ? .intercept : .noIntercept
    case .sum(let parts):
      var summands: [Formula.Summand] = []
      for part in parts {
        summands.append(
          Formula.Summand(try resolve(part.0, values), isRemoved: part.isRemoved))
      }
      return .sum(summands)
    case .crossed(let parts): return .crossed(try resolve(parts, values))
    case .interaction(let parts): return .interaction(try resolve(parts, values))
    }
  }

  private func resolve(
    _ parts: [Terms], _ values: FormulaValues
  ) throws(Stop) -> [Formula.Terms] {
    var resolved: [Formula.Terms] = []
    for part in parts { resolved.append(try resolve(part, values)) }
    return resolved
  }

  private func resolve(
    _ factor: Factor, _ values: FormulaValues
  ) throws(Stop) -> Formula.Factor {
    let machine = values.machine
    switch factor {
    case .column(let name): return .column(name)
    case .function(let column):
      guard case .function(let function) = try column.node.value(machine).content else {
        throw machine.fail(
          .badFormula, "'\(column.label)' is no function of columns", at: column.span)
      }
      var braced: [Value] = []
      for node in column.values { braced.append(try values.next(node)) }
      return .function(
        ColumnFunctionTransform(
          column, values: braced, function: function, source: machine.source,
          interpreter: machine.pointee.interpreter))
    case .value(let node, let label):
      let value = try values.next(node)
      guard let matrix = Matrix(argument: value) else {
        throw machine.fail(
          .typeMismatch, "a formula takes numbers from the script, not \(value.description)",
          at: node.span)
      }
      return .value(matrix, label: label)
    case .coded(let factor, let options, let label):
      let inner = try resolve(factor, values)
      return .coded(inner, try options.coding(values), label: label)
    }
  }
}

/// The values in braces: those of the script as they are now, or given from elsewhere.
final class FormulaValues {
  let machine: MachinePointer
  private var given: ArraySlice<Value>?

  init(_ machine: MachinePointer, _ given: [Value]? = nil) {
    self.machine = machine
    self.given = given?[...]
  }

  /// A value that is the script's in any case.
  func script(_ node: Node) throws(Stop) -> Value { try node.value(machine) }

  func next(_ node: Node) throws(Stop) -> Value {
    guard given != nil else { return try node.value(machine) }
    guard let value = given?.popFirst() else {
      throw machine.fail(.badFormula, "the formula has more values than are known", at: node.span)
    }
    return value
  }
}

extension FormulaNode.Mention {
  /// Whether a variable other than a function has the column's name.
  fileprivate func isShadowed(_ machine: MachinePointer) -> Bool {
    let local = slot.flatMap { machine.pointee.base[$0] }
    guard let value = local ?? variable?.pointee else { return false }
    if case .function = value.content { return false }
    return true
  }
}
