import RegData
import RegLinearAlgebra
import RegSyntax

/// `lo:hi` and `lo:step:hi`.
final class RangeNode: Node {
  let first: Node
  let step: Node?
  let last: Node

  init(_ first: Node, step: Node?, _ last: Node, _ span: Span) {
    self.first = first
    self.step = step
    self.last = last
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    Value(try range(machine))
  }

  /// The range without a value around it, for loops.
  func range(_ machine: MachinePointer) throws(Stop) -> NumberRange {
    let first = try bound(self.first, machine)
    let step = try step.map { node throws(Stop) in try bound(node, machine) } ?? 1
    let last = try bound(self.last, machine)
    guard let range = NumberRange(from: first, step: step, through: last) else {
      let message =
        step == 0
        ? "the step of a range cannot be zero"
        : "the range from \(NumberText.display(first)) to \(NumberText.display(last)) has no end"
      throw machine.fail(.argumentRange, message, at: span)
    }
    return range
  }

  private func bound(_ node: Node, _ machine: MachinePointer) throws(Stop) -> Double {
    let value = try node.value(machine)
    guard let number = Double(argument: value) else {
      throw machine.fail(
        .typeMismatch, "a range goes from number to number, not \(value.description)",
        at: node.span)
    }
    return number
  }
}

/// `[a, b; c, d]`.
final class MatrixNode: Node {
  let rows: [[Node]]

  init(_ rows: [[Node]], _ span: Span) {
    self.rows = rows
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    var values: [[Value]] = []
    values.reserveCapacity(rows.count)
    for row in rows {
      var line: [Value] = []
      line.reserveCapacity(row.count)
      for node in row { line.append(try node.value(machine)) }
      values.append(line)
    }
    return try machine.placing(at: span) { context throws(Diagnostic) in
      try Concatenation.matrix(values, context)
    }
  }
}

/// `"… {x:.2f} …"`.
final class InterpolationNode: Node {
  enum Piece {
    case text(String)
    case value(Node, FormatSpec?)
  }

  let pieces: [Piece]

  init(_ pieces: [Piece], _ span: Span) {
    self.pieces = pieces
    super.init(span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let part): text += part
      case .value(let node, let format):
        let value = try node.value(machine)
        text += try laidOut(value, format, at: node.span, machine)
      }
    }
    return Value(text)
  }

  private func laidOut(
    _ value: Value, _ format: FormatSpec?, at span: Span, _ machine: MachinePointer
  ) throws(Stop) -> String {
    let laidOut: String?
    switch value.content {
    case .number(let number): laidOut = (format ?? FormatSpec("") ?? nil)?.text(number)
    case .text(let text): laidOut = format.map { $0.text(text) } ?? text
    case .logical(let logical):
      let text = logical ? "true" : "false"
      laidOut = format.map { $0.text(text) } ?? text
    case .column(.date(let days)) where days.count == 1:
      let text = CalendarDay(days: days[0])?.description ?? "missing"
      laidOut = format.map { $0.text(text) } ?? text
    case .matrix(let matrix) where matrix.count == 1:
      return try self.laidOut(.number(matrix[0]), format, at: span, machine)
    default:
      guard format == nil else {
        throw machine.fail(
          .badFormat, "a format lays out a number or a string, not \(value.description)", at: span)
      }
      return machine.pointee.context.show(value)
    }
    guard let laidOut else {
      throw machine.fail(
        .badFormat, "this format does not suit \(value.description)", at: span)
    }
    return laidOut
  }
}
