import RegSyntax

extension Lowering {
  func lower(_ expression: Expression) throws(Diagnostic) -> Node {
    let span = expression.span
    switch expression.kind {
    case .number(let number): return NumberNode(number, span)
    case .logical(let logical): return ConstantNode(.logical(logical), span)
    case .none: return ConstantNode(.none, span)
    case .string(let literal): return try lower(literal, span)
    case .name(let name): return try lower(name)
    case .end: return EndNode(span)
    case .matrix(let rows): return try lower(rows, span)
    case .chain(let first, let links): return try lower(first, links, span)
    case .logic(let operation, let operands):
      return LogicNode(operation, try lower(operands), span)
    case .not(let operand): return NotNode(try lower(operand), span)
    case .negate(let operand): return try lowerNegated(operand, span)
    case .binary(let left, let operation, let operatorSpan, let right):
      return binary(try lower(left), operation, operatorSpan, try lower(right))
    case .range(let first, let step, let last):
      let step = try step.map { step throws(Diagnostic) in try lower(step) }
      return RangeNode(try lower(first), step: step, try lower(last), span)
    case .postfix(let base, let steps): return try lower(base, steps[...])
    case .pipe(let first, let calls): return try lowerPipe(first, calls)
    case .lambda(let function): return try lower(function, name: nil)
    case .conditional(let conditional):
      return try lowerValue(of: conditional, span, isTail: false)
    case .formula(let formula): return try lower(formula, span)
    case .braced(let value): return try lower(value)
    }
  }

  private func lower(_ expressions: [Expression]) throws(Diagnostic) -> [Node] {
    var nodes: [Node] = []
    nodes.reserveCapacity(expressions.count)
    for expression in expressions { nodes.append(try lower(expression)) }
    return nodes
  }

  // MARK: Literals

  private func lower(_ literal: StringLiteral, _ span: Span) throws(Diagnostic) -> Node {
    if let text = literal.plainText { return ConstantNode(Value(text), span) }
    var pieces: [InterpolationNode.Piece] = []
    for piece in literal.pieces {
      switch piece {
      case .text(let text): pieces.append(.text(text))
      case .value(let expression, let format):
        pieces.append(.value(try lower(expression), format))
      }
    }
    return InterpolationNode(pieces, span)
  }

  /// An array of literals is made once.
  private func lower(_ rows: [[Expression]], _ span: Span) throws(Diagnostic) -> Node {
    var nodes: [[Node]] = []
    for row in rows { nodes.append(try lower(row)) }
    let values = nodes.map { row in row.compactMap(\.literal) }
    if zip(values, nodes).allSatisfy({ $0.count == $1.count }),
      let matrix = try? Concatenation.matrix(values, interpreter.context)
    {
      return ConstantNode(matrix, span)
    }
    return MatrixNode(nodes, span)
  }

  private func lowerNegated(_ operand: Expression, _ span: Span) throws(Diagnostic) -> Node {
    let node = try lower(operand)
    if let number = node as? NumberNode { return NumberNode(-number.constant, span) }
    return NegateNode(node, span)
  }

  // MARK: Operators

  /// Chains longer than that are worked out in a loop, not one inside the other.
  private static let longestNestedChain = 8

  private func lower(
    _ first: Expression, _ links: [Expression.Link], _ span: Span
  ) throws(Diagnostic) -> Node {
    let start = try lower(first)
    if links.count > Lowering.longestNestedChain {
      var lowered: [(operation: BinaryOperator, span: Span, operand: Node)] = []
      for link in links {
        lowered.append((link.operator, link.operatorSpan, try lower(link.operand)))
      }
      return ChainNode(start, lowered, span)
    }
    var node = start
    for link in links {
      node = binary(node, link.operator, link.operatorSpan, try lower(link.operand))
    }
    return node
  }

  private func binary(
    _ left: Node, _ operation: BinaryOperator, _ span: Span, _ right: Node
  ) -> Node {
    switch operation {
    case .add, .addEach: return AddNode(left, operation, span, right)
    case .subtract, .subtractEach: return SubtractNode(left, operation, span, right)
    case .multiply:
      if let transpose = left as? TransposeNode {
        return TransposedProductNode(transpose.operand, span, right)
      }
      return MultiplyNode(left, operation, span, right)
    case .multiplyEach: return MultiplyNode(left, operation, span, right)
    case .divide, .divideEach: return DivideNode(left, operation, span, right)
    case .power, .powerEach: return PowerNode(left, operation, span, right)
    case .solve: return SolveNode(left, operation, span, right)
    case .equal: return EqualNode(left, operation, span, right)
    case .notEqual: return NotEqualNode(left, operation, span, right)
    case .less: return LessNode(left, operation, span, right)
    case .lessOrEqual: return LessOrEqualNode(left, operation, span, right)
    case .greater: return GreaterNode(left, operation, span, right)
    case .greaterOrEqual: return GreaterOrEqualNode(left, operation, span, right)
    case .contained: return MembershipNode(left, span, right)
    case .at: return AtNode(left, span, right)
    }
  }

  // MARK: What follows an operand

  /// More steps than that on one operand would nest too deep to run.
  private static let mostSteps = 200

  private func lower(
    _ base: Expression, _ steps: ArraySlice<PostfixStep>
  ) throws(Diagnostic) -> Node {
    guard steps.count <= Lowering.mostSteps else {
      throw fail(
        .nestingTooDeep, "more than \(Lowering.mostSteps) steps on one value", at: base.span)
    }
    var node = try lower(base)
    for step in steps {
      let span = base.span.joined(with: step.span)
      switch step {
      case .call(let arguments, _): node = try call(node, lower(arguments), span)
      case .index(let subscripts, let subscriptsSpan):
        node = index(node, try lower(subscripts), subscriptsSpan)
      case .field(let name): node = FieldNode(node, name)
      case .transpose: node = TransposeNode(node, span)
      }
    }
    return node
  }

  private func lower(_ arguments: [Argument]) throws(Diagnostic) -> [ArgumentNode] {
    var nodes: [ArgumentNode] = []
    nodes.reserveCapacity(arguments.count)
    for argument in arguments {
      nodes.append(ArgumentNode(keyword: argument.keyword, value: try lower(argument.value)))
    }
    return nodes
  }

  /// A call of a built-in from number to number gets a node of its own; a variable of its name,
  /// should there ever be one, is what is called then.
  private func call(_ callee: Node, _ arguments: [ArgumentNode], _ span: Span) -> Node {
    let call = CallNode(callee, arguments, span)
    let local = callee as? LocalNode
    guard scope == nil || local == nil, arguments.count == 1, arguments[0].keyword == nil,
      let global = local?.fallback ?? callee as? GlobalNode,
      let function = global.builtin?.builtin as? any NumberFunction
    else { return call }
    return NumberCallNode(function, global.cell, arguments[0].value, general: call)
  }

  func lower(_ subscripts: [Subscript]) throws(Diagnostic) -> [SubscriptNode] {
    var nodes: [SubscriptNode] = []
    for part in subscripts {
      switch part {
      case .all: nodes.append(.all)
      case .value(let expression):
        nodes.append(.value(try lower(expression), usesEnd: expression.usesEnd))
      }
    }
    return nodes
  }

  private func index(_ base: Node, _ subscripts: [SubscriptNode], _ span: Span) -> Node {
    let general = IndexNode(base, subscripts, span)
    guard let variable = base as? LocalNode else { return general }
    var plain: [Node] = []
    for case .value(let node, usesEnd: false) in subscripts where node.isPlain {
      plain.append(node)
    }
    guard plain.count == subscripts.count else { return general }
    switch plain.count {
    case 1: return EntryNode(variable, plain[0], general: general)
    case 2: return CellNode(variable, plain[0], plain[1], general: general)
    default: return general
    }
  }

  /// `a |> f(b)` is `f(a, b)`.
  private func lowerPipe(
    _ first: Expression, _ calls: [Expression]
  ) throws(Diagnostic) -> Node {
    guard calls.count <= Lowering.mostSteps else {
      throw fail(
        .nestingTooDeep, "more than \(Lowering.mostSteps) steps on one value", at: first.span)
    }
    var node = try lower(first)
    for expression in calls {
      guard case .postfix(let base, let steps) = expression.kind,
        case .call(let arguments, _)? = steps.last
      else {
        throw fail(.unexpectedToken, "'|>' passes a value on to a call", at: expression.span)
      }
      let callee = try steps.count == 1 ? lower(base) : lower(base, steps.dropLast())
      let piped = ArgumentNode(keyword: nil, value: node)
      node = call(callee, [piped] + (try lower(arguments)), expression.span)
    }
    return node
  }
}

extension Node {
  /// The value, where it is one before anything runs.
  fileprivate var literal: Value? {
    switch self {
    case let node as NumberNode: .number(node.constant)
    case let node as ConstantNode: node.constant
    default: nil
    }
  }

  /// Whether evaluating it twice is the same as once: variables and arithmetic, no calls.
  var isPlain: Bool {
    switch self {
    case is NumberNode, is LocalNode, is GlobalNode: true
    case let node as BinaryNode: node.left.isPlain && node.right.isPlain
    default: false
    }
  }
}
