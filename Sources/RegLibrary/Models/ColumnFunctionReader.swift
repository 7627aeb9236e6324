import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// Turns a function of columns, as a formula writes it, into an expression for other languages.
struct ColumnFunctionReader {
  private let label: String
  private let values: [String: Value]
  /// What constants are called, and whether a column is meant, by what names they go.
  private let constants: [String: (name: String, isColumn: Bool)]
  /// What calls learned, in the order in which they are worked out.
  private var states: ArraySlice<LearnedState>

  typealias Columns = (_ name: String) -> FormulaOperand

  init(_ fitted: FittedColumnFunction, label: String) {
    self.label = label
    states = fitted.states[...]
    let names = fitted.function.syntax.values.map(\.name.canonical)
    values = Dictionary(uniqueKeysWithValues: zip(names, fitted.function.values))
    let columns = fitted.function.columnsOfConstants
    constants = Dictionary(
      uniqueKeysWithValues: fitted.function.syntax.constants.map { name, constant in
        let isColumn = columns.contains(name.written)
        return (name.canonical, (isColumn ? name.written : constant, isColumn))
      })
  }

  // MARK: expressions

  mutating func operand(
    _ expression: Expression, _ columns: Columns
  ) throws(Diagnostic) -> FormulaOperand {
    switch expression.kind {
    case .number(let number): return .number(.number(number))
    case .logical(let logical): return .number(.number(logical ? 1 : 0))
    case .name(let name): return try self.name(name, columns)
    case .negate(let inner): return .number(.negative(try number(inner, columns)))
    case .not(let inner):
      return .number(.sum([.number(1), .negative(try number(inner, columns))]))
    case .logic(let operation, let operands):
      var result: ModelExpression?
      for operand in operands {
        let next = try number(operand, columns)
        result = result.map { Self.logic(operation, $0, next) } ?? next
      }
      return .number(result ?? .number(1))
    case .chain(let first, let links):
      var result = try number(first, columns)
      for link in links {
        result = try arithmetic(result, link.operator, number(link.operand, columns))
      }
      return .number(result)
    case .binary(let left, let operation, _, let right):
      return .number(try binary(left, operation, right, columns))
    case .postfix(let base, let steps):
      guard case .name(let name) = base.kind, steps.count == 1,
        case .call(let arguments, _) = steps[0]
      else { throw refusal() }
      return try call(name.canonical, arguments, columns)
    default: throw refusal()
    }
  }

  private mutating func number(
    _ expression: Expression, _ columns: Columns
  ) throws(Diagnostic) -> ModelExpression {
    switch try operand(expression, columns) {
    case .number(let value): return value
    case .basis(let basis, let argument):
      // A basis of one function is a number like any other.
      guard let polynomial = basis.weighted([1]) else {
        throw refusal("works with the columns of a basis")
      }
      return .polynomial(polynomial, of: argument)
    case .text, .numbers: throw refusal()
    }
  }

  private func name(_ name: Name, _ columns: Columns) throws(Diagnostic) -> FormulaOperand {
    if let value = values[name.canonical] {
      guard let number = Double(argument: value) else { throw refusal() }
      return .number(.number(number))
    }
    guard let constant = constants[name.canonical] else { return columns(name.written) }
    if constant.isColumn { return columns(constant.name) }
    switch constant.name {
    case "pi": return .number(.number(.pi))
    case "inf": return .number(.number(.infinity))
    default: throw refusal()
    }
  }

  private static func logic(
    _ operation: LogicOperator, _ left: ModelExpression, _ right: ModelExpression
  ) -> ModelExpression {
    // Of numbers that are 0 or 1, so that one that is missing is passed on.
    let both = ModelExpression.product([left, right])
    return operation == .and ? both : .sum([left, right, .negative(both)])
  }

  private func arithmetic(
    _ left: ModelExpression, _ operation: BinaryOperator, _ right: ModelExpression
  ) throws(Diagnostic) -> ModelExpression {
    switch operation {
    case .add, .addEach: .sum([left, right])
    case .subtract, .subtractEach: .sum([left, .negative(right)])
    case .multiplyEach: .product([left, right])
    case .divideEach: .quotient(left, right)
    default: throw refusal()
    }
  }

  private mutating func binary(
    _ left: Expression, _ operation: BinaryOperator, _ right: Expression, _ columns: Columns
  ) throws(Diagnostic) -> ModelExpression {
    if operation == .powerEach {
      return .power(try number(left, columns), try number(right, columns))
    }
    if operation == .contained { return try contained(left, in: right, columns) }
    if let text = literal(right), operation == .equal || operation == .notEqual,
      case .text(let column) = try operand(left, columns)
    {
      return .textComparison(column, equals: text, isNegated: operation == .notEqual)
    }
    guard let comparison = ModelExpression.Comparison(rawValue: operation.rawValue) else {
      throw refusal()
    }
    return .comparison(comparison, try number(left, columns), try number(right, columns))
  }

  /// `x in ["a", "b"]`: 1 for a value that is listed, else 0.
  private mutating func contained(
    _ left: Expression, in right: Expression, _ columns: Columns
  ) throws(Diagnostic) -> ModelExpression {
    guard case .matrix(let rows) = right.kind else { throw refusal() }
    let value = try operand(left, columns)
    var cases: [ModelExpression] = []
    var seen: Set<String> = []
    for item in rows.joined() {
      switch value {
      case .text(let text):
        guard let level = literal(item) else { throw refusal() }
        guard seen.insert(level).inserted else { continue }
        cases.append(.textComparison(text, equals: level, isNegated: false))
      case .number(let number):
        guard case .number(let listed) = item.kind else { throw refusal() }
        guard seen.insert(NumberText.shortest(listed)).inserted else { continue }
        cases.append(.comparison(.equal, number, .number(listed)))
      case .numbers, .basis: throw refusal()
      }
    }
    return .sum(cases)
  }

  private func literal(_ expression: Expression) -> String? {
    switch expression.kind {
    case .string(let literal): literal.plainText
    case .name(let name): values[name.canonical].flatMap(String.init(argument:))
    default: nil
    }
  }

  // MARK: calls

  private mutating func call(
    _ function: String, _ arguments: [Argument], _ columns: Columns
  ) throws(Diagnostic) -> FormulaOperand {
    guard let first = arguments.first, first.keyword == nil else { throw refusal() }
    let operand = try operand(first.value, columns)
    switch function {
    case "is_missing":
      switch operand {
      case .number(let value): return .number(.isMissing(value))
      case .text(let text): return .number(.isTextMissing(text))
      case .numbers, .basis: throw refusal()
      }
    case "impute", "standardize", "poly", "ns", "bs":
      return try learned(function, operand)
    case "round" where arguments.count > 1:
      throw refusal("rounds to decimals, which other languages do in other ways")
    default: break
    }
    guard let known = MathFunction.named(function), case .number(let value) = operand,
      arguments.allSatisfy({ $0.keyword == nil })
    else { throw refusal("calls '\(function)', which other languages do not have") }
    var all = [value]
    for argument in arguments.dropFirst() { all.append(try number(argument.value, columns)) }
    return .number(.call(known, all))
  }

  private mutating func learned(
    _ function: String, _ operand: FormulaOperand
  ) throws(Diagnostic) -> FormulaOperand {
    guard let state = states.popFirst() else { throw refusal() }
    switch (state, operand) {
    case (.filling(.number(let number)), .number(let value)):
      return .number(.filled(value, number))
    case (.filling(.text(let filling)), .text(let text)):
      return .text(ModelText(input: text.input, filling: text.filling ?? filling))
    case (.scaling(let scaling), .number(let value)):
      return .number(
        .quotient(.sum([value, .number(-scaling.centre)]), .number(scaling.scale)))
    case (.polynomials(let basis), .number(let value)):
      return basisOperand(.polynomials(basis), value)
    case (.splines(let basis), .number(let value)): return basisOperand(.splines(basis), value)
    default: throw refusal()
    }
  }

  /// One column of a basis is a column of numbers to the design.
  private func basisOperand(_ basis: LearnedBasis, _ argument: ModelExpression) -> FormulaOperand {
    guard let alone = basis.weighted([1]) else { return .basis(basis, of: argument) }
    return .number(.polynomial(alone, of: argument))
  }

  private func refusal(_ reason: String = "has no form in another language") -> Diagnostic {
    Diagnostic(.cannotExport, "'\(label)' \(reason)")
  }
}
