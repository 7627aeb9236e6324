import RegData
import RegLinearAlgebra
import RegSyntax

final class WhileAction: Action {
  let condition: Node
  let body: Actions

  init(_ condition: Node, _ body: Actions, _ span: Span) {
    self.condition = condition
    self.body = body
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    while try condition.condition(machine) {
      try machine.step(at: span)
      switch try body.run(machine) {
      case .next, .continuing: continue
      case .breaking: return .next
      case .returning: return .returning
      }
    }
    return .next
  }
}

/// `for i in lo:hi`, the numbers counted and nothing else made.
final class RangeLoopAction: Action {
  let slot: Int
  let range: RangeNode
  let body: Actions

  init(slot: Int, _ range: RangeNode, _ body: Actions, _ span: Span) {
    self.slot = slot
    self.range = range
    self.body = body
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    try body.loop(over: range.range(machine), slot: slot, at: span, machine)
  }
}

/// `for v in values`.
final class ForAction: Action {
  let slot: Int
  let values: Node
  let body: Actions

  init(slot: Int, _ values: Node, _ body: Actions, _ span: Span) {
    self.slot = slot
    self.values = values
    self.body = body
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    let whole = try values.value(machine)
    switch whole.content {
    case .range(let range):
      return try body.loop(over: range, slot: slot, at: span, machine)
    case .matrix(let matrix) where matrix.columns == 1 || matrix.rows == 1 || matrix.count == 0:
      return try loop(matrix.count, machine) { .number(matrix[$0]) }
    case .mask(let mask) where mask.columns == 1 || mask.rows == 1:
      return try loop(mask.count, machine) { .logical(mask[$0]) }
    case .texts(let texts) where texts.columns == 1 || texts.rows == 1:
      return try loop(texts.count, machine) { texts[$0].map { Value($0) } ?? .number(.missing) }
    case .column(let column):
      return try loop(column.count, machine) { Value(column[$0]) }
    case .list(let elements):
      return try loop(elements.count, machine) { elements[$0] }
    default: throw notIterable(whole, machine)
    }
  }

  private func loop(
    _ count: Int, _ machine: MachinePointer, _ element: (Int) -> Value
  ) throws(Stop) -> Flow {
    for position in 0..<count {
      try machine.step(at: span)
      machine.pointee.base[slot] = element(position)
      switch try body.run(machine) {
      case .next, .continuing: continue
      case .breaking: return .next
      case .returning: return .returning
      }
    }
    return .next
  }

  private func notIterable(_ value: Value, _ machine: MachinePointer) -> Stop {
    let written = machine.source.text(values.span)
    let name = written.count <= 20 ? written : "M"
    let help: String? =
      switch value.content {
      case .matrix, .mask, .texts:
        "by columns: for j in 1:size(\(name))[2] { v = \(name)[:, j] … }"
      case .number: "a range goes from number to number: 1:\(name)"
      case .table: "by rows: for i in 1:size(\(name))[1] { row = \(name)[i, :] … }"
      case .record: "for name in names(\(name)) { … \(name)[name] … }"
      case .text: "split_text takes a string apart"
      default: nil
      }
    return machine.fail(
      .notIterable, "'for' cannot go through \(value.description)", at: values.span, help: help)
  }
}

extension Actions {
  fileprivate func loop(
    over range: NumberRange, slot: Int, at span: Span, _ machine: MachinePointer
  ) throws(Stop) -> Flow {
    for position in 0..<range.count {
      try machine.step(at: span)
      machine.pointee.base[slot] = .number(range[position])
      switch try run(machine) {
      case .next, .continuing: continue
      case .breaking: return .next
      case .returning: return .returning
      }
    }
    return .next
  }
}
