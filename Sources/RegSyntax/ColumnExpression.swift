/// An expression of a formula in which every name is a column, made ready to be worked out.
///
/// Columns are worked with row by row: `*`, `/` and `^` stand for `.*`, `./` and `.^`. Values of the
/// script have names of their own that no column can have, and so have constants such as `pi`: a
/// table may have a column that is called so, which is then what is meant.
public struct ColumnExpression: Sendable {
  public let expression: Expression
  /// The columns in order of first mention.
  public let columns: [Name]
  /// The values in braces, in the order in which they are written, and by what names they go.
  public let values: [(name: Name, expression: Expression)]
  /// The constants in order of first mention, by what names they go, and what they are called.
  public let constants: [(name: Name, constant: String)]

  /// - Parameter isConstant: Tells canonical names of constants.
  public init(_ expression: Expression, isConstant: (String) -> Bool) {
    var rewriting = Rewriting()
    let rewritten = withoutActuallyEscaping(isConstant) { isConstant in
      rewriting.isConstant = isConstant
      defer { rewriting.isConstant = { _ in false } }
      return rewriting.elementwise(expression)
    }
    self.expression = rewritten
    values = rewriting.values
    constants = rewriting.constants
    let own = Set((values.map(\.name) + constants.map(\.name)).map(\.canonical))
    columns = rewritten.valueNames.filter { !own.contains($0.canonical) }
  }

  /// What a name and a dot behind it may have been meant to say.
  public static func helpOnDots(_ text: String, part: String) -> String {
    "for a name with a dot write `\(text)`; a column of the table is just '\(part)'"
  }

  /// Where a name with a dot and a field behind it stands, and the field's name.
  public var dotted: (span: Span, part: Name)? { expression.dotted }

  /// The names of all functions that are called in it.
  public var calledNames: [Name] {
    var names: [Name] = []
    expression.collectCalledNames(into: &names)
    return names
  }

  /// Where a function is written in it, if one is; its names are not looked into.
  public var nestedFunction: Span? { expression.nestedFunction }

  /// The columns that are read only inside calls for which `isTolerant` holds.
  public func columns(onlyWithin isTolerant: (Name) -> Bool) -> [Name] {
    var outside: Set<String> = []
    expression.collectNames(outside: isTolerant, into: &outside)
    return columns.filter { !outside.contains($0.canonical) }
  }

  private struct Rewriting {
    var values: [(name: Name, expression: Expression)] = []
    var constants: [(name: Name, constant: String)] = []
    var isConstant: (String) -> Bool = { _ in false }

    /// A constant by a name that no script can write.
    private mutating func constant(_ name: Name) -> Name {
      if let known = constants.first(where: { $0.constant == name.canonical }) { return known.name }
      let own = Name(
        written: name.written, canonical: "{\(name.canonical)}", span: name.span)
      constants.append((own, name.canonical))
      return own
    }

    mutating func elementwise(_ expression: Expression) -> Expression {
      Expression(kind: kind(expression), span: expression.span)
    }

    private mutating func kind(_ expression: Expression) -> Expression.Kind {
      switch expression.kind {
      case .name(let name) where isConstant(name.canonical): return .name(constant(name))
      case .braced(let value):
        let name = Name(
          written: "a value in braces", canonical: "{\(values.count + 1)}", span: expression.span)
        values.append((name, value))
        return .name(name)
      case .chain(let first, let links):
        let start = elementwise(first)
        return .chain(
          start,
          links.map {
            Expression.Link(
              operator: $0.operator.elementwise, operatorSpan: $0.operatorSpan,
              operand: elementwise($0.operand))
          })
      case .binary(let left, let operation, let operatorSpan, let right):
        let start = elementwise(left)
        return .binary(
          start, operation.elementwise, operatorSpan: operatorSpan, elementwise(right))
      case .logic(let operation, let operands):
        return .logic(operation, operands.map { elementwise($0) })
      case .not(let operand): return .not(elementwise(operand))
      case .negate(let operand): return .negate(elementwise(operand))
      case .matrix(let rows): return .matrix(rows.map { $0.map { elementwise($0) } })
      case .range(let first, let step, let last):
        let start = elementwise(first)
        let middle = step.map { elementwise($0) }
        return .range(from: start, step: middle, to: elementwise(last))
      case .postfix(let base, let steps):
        let start = elementwise(base)
        return .postfix(start, steps.map { elementwise($0) })
      case .pipe(let first, let calls):
        let start = elementwise(first)
        return .pipe(start, calls.map { elementwise($0) })
      case .number, .string, .logical, .none, .name, .end, .lambda, .conditional, .formula:
        return expression.kind
      }
    }

    private mutating func elementwise(_ step: PostfixStep) -> PostfixStep {
      switch step {
      case .call(let arguments, let span):
        .call(
          arguments.map { Argument(keyword: $0.keyword, value: elementwise($0.value)) }, span)
      case .index(let subscripts, let span):
        .index(
          subscripts.map {
            if case .value(let value) = $0 { .value(elementwise(value)) } else { $0 }
          }, span)
      case .field, .transpose: step
      }
    }
  }
}

extension BinaryOperator {
  fileprivate var elementwise: BinaryOperator {
    switch self {
    case .multiply: .multiplyEach
    case .divide: .divideEach
    case .power: .powerEach
    default: self
    }
  }
}

extension Expression {
  /// The function that is called, where the expression is a call by name.
  private var callee: Name? {
    guard case .postfix(let base, let steps) = kind, case .call? = steps.first,
      case .name(let name) = base.kind
    else { return nil }
    return name
  }

  fileprivate var nestedFunction: Span? {
    switch kind {
    case .lambda, .conditional, .formula: return span
    default:
      var found: Span?
      forEachPart { found = found ?? $0.nestedFunction }
      return found
    }
  }

  fileprivate var dotted: (span: Span, part: Name)? {
    if case .postfix(let base, let steps) = kind, case .name = base.kind,
      case .field(let part)? = steps.first
    {
      return (Span(base.span.start, part.span.end), part)
    }
    var found: (span: Span, part: Name)?
    forEachPart { found = found ?? $0.dotted }
    return found
  }

  fileprivate func collectCalledNames(into names: inout [Name]) {
    if let callee { names.append(callee) }
    forEachPart { $0.collectCalledNames(into: &names) }
  }

  fileprivate func collectNames(
    outside isTolerant: (Name) -> Bool, into names: inout Set<String>
  ) {
    if let callee, isTolerant(callee) { return }
    if case .name(let name) = kind { names.insert(name.canonical) }
    forEachPart { $0.collectNames(outside: isTolerant, into: &names) }
  }
}
