import RegLinearAlgebra
import RegSyntax

/// A subscript before its value is known.
enum SubscriptNode {
  case all
  /// `usesEnd`: whether the size of what is indexed has to be at hand.
  case value(Node, usesEnd: Bool)
}

extension MachinePointer {
  /// The subscripts' values, with `end` standing for the sizes of `value`.
  func values(
    of nodes: [SubscriptNode], in value: Value
  ) throws(Stop) -> [SubscriptValue] {
    var values: [SubscriptValue] = []
    values.reserveCapacity(nodes.count)
    for (position, node) in nodes.enumerated() {
      switch node {
      case .all: values.append(.all)
      case .value(let node, usesEnd: false):
        values.append(.value(try node.value(self), node.span))
      case .value(let node, usesEnd: true):
        pointee.extents.append(
          Machine.Extent(value: value.shape, position: position, isOnly: nodes.count == 1))
        defer { pointee.extents.removeLast() }
        values.append(.value(try node.value(self), node.span))
      }
    }
    return values
  }
}

extension MachinePointer {
  /// The number that a plain expression has, or `nil` where it has none.
  ///
  /// Only for expressions without side effects, since the caller will ask the general way again.
  @inline(__always)
  func plainNumber(_ node: Node) throws(Stop) -> Double? {
    do throws(Stop) {
      return try node.number(self)
    } catch {
      guard case .notNumber = error else { throw error }
      _ = takeParked()
      return nil
    }
  }
}

/// `end` inside a subscript.
final class EndNode: Node {
  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    .number(try number(machine))
  }

  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    guard let extent = machine.pointee.extents.last else {
      throw machine.fail(.misplacedKeyword, "'end' stands for a size inside [ ]", at: span)
    }
    return extent.end
  }
}

/// `base[subscripts]`.
final class IndexNode: Node {
  let base: Node
  let subscripts: [SubscriptNode]
  let subscriptsSpan: Span

  init(_ base: Node, _ subscripts: [SubscriptNode], _ subscriptsSpan: Span) {
    self.base = base
    self.subscripts = subscripts
    self.subscriptsSpan = subscriptsSpan
    super.init(base.span.joined(with: subscriptsSpan))
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    let value = try base.value(machine)
    let places = try machine.values(of: subscripts, in: value)
    return try machine.placing(at: subscriptsSpan) { context throws(Diagnostic) in
      try value.part(places, context)
    }
  }
}

/// `v[i]` for a scalar index of a variable: an entry without anything boxed.
final class EntryNode: Node {
  let variable: LocalNode
  let index: Node
  let general: IndexNode

  init(_ variable: LocalNode, _ index: Node, general: IndexNode) {
    self.variable = variable
    self.index = index
    self.general = general
    super.init(general.span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    if let number = try entry(machine) { return .number(number) }
    return try general.value(machine)
  }

  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    if let number = try entry(machine) { return number }
    return try machine.unboxed(general.value(machine))
  }

  @inline(__always)
  private func entry(_ machine: MachinePointer) throws(Stop) -> Double? {
    guard let place = try machine.plainNumber(index),
      case .object(let object)? = machine.pointee.base[variable.slot], object.kind == .matrix
    else { return nil }
    return unsafeDowncast(object, to: MatrixObject.self).entry(place)
  }
}

/// `M[i, j]` for scalar indices of a variable.
final class CellNode: Node {
  let variable: LocalNode
  let row: Node
  let column: Node
  let general: IndexNode

  init(_ variable: LocalNode, _ row: Node, _ column: Node, general: IndexNode) {
    self.variable = variable
    self.row = row
    self.column = column
    self.general = general
    super.init(general.span)
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    if let number = try entry(machine) { return .number(number) }
    return try general.value(machine)
  }

  override func number(_ machine: MachinePointer) throws(Stop) -> Double {
    if let number = try entry(machine) { return number }
    return try machine.unboxed(general.value(machine))
  }

  @inline(__always)
  private func entry(_ machine: MachinePointer) throws(Stop) -> Double? {
    guard let i = try machine.plainNumber(row), let j = try machine.plainNumber(column),
      case .object(let object)? = machine.pointee.base[variable.slot], object.kind == .matrix
    else { return nil }
    return unsafeDowncast(object, to: MatrixObject.self).entry(i, j)
  }
}

extension MatrixObject {
  /// The position of a whole number from 1 to `size`.
  @inline(__always)
  private static func position(_ place: Double, _ size: Int) -> Int? {
    guard place >= 1, place <= Double(size) else { return nil }
    let whole = Int(place)
    return Double(whole) == place ? whole - 1 : nil
  }

  @inline(__always)
  func entry(_ place: Double) -> Double? {
    MatrixObject.position(place, matrix.count).map { matrix[$0] }
  }

  @inline(__always)
  func entry(_ row: Double, _ column: Double) -> Double? {
    guard let i = MatrixObject.position(row, matrix.rows),
      let j = MatrixObject.position(column, matrix.columns)
    else { return nil }
    return matrix[i, j]
  }

  /// Writes one entry; `false` when there is no such place.
  @inline(__always)
  func setEntry(_ place: Double, _ number: Double) -> Bool {
    guard let position = MatrixObject.position(place, matrix.count) else { return false }
    matrix[position] = number
    return true
  }

  @inline(__always)
  func setEntry(_ row: Double, _ column: Double, _ number: Double) -> Bool {
    guard let i = MatrixObject.position(row, matrix.rows),
      let j = MatrixObject.position(column, matrix.columns)
    else { return false }
    matrix[i, j] = number
    return true
  }
}

/// `base.name`.
final class FieldNode: Node {
  let base: Node
  let name: Name

  init(_ base: Node, _ name: Name) {
    self.base = base
    self.name = name
    super.init(base.span.joined(with: name.span))
  }

  override func value(_ machine: MachinePointer) throws(Stop) -> Value {
    let value = try base.value(machine)
    return try machine.placing(at: name.span) { _ throws(Diagnostic) in try value.field(name) }
  }
}
