import OrderedCollections
import RegSyntax

/// A statement, ready to be run.
class Action {
  let span: Span

  init(_ span: Span) { self.span = span }

  func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    preconditionFailure("a statement that does nothing")
  }
}

typealias Actions = Children<Action>

extension Actions {
  /// Runs them in order, up to the first that leaves the course of things.
  @inline(__always)
  func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    for position in 0..<count {
      do throws(Stop) {
        let flow = try visit(position) { action throws(Stop) in try action.run(machine) }
        if flow != .next { return flow }
      } catch {
        // A jump out of the middle of an expression arrives as an error.
        guard case .leaving = error else { throw error }
        return machine.pointee.flow
      }
    }
    return .next
  }
}

/// An expression whose value nobody wants.
final class ExpressionAction: Action {
  let node: Node

  init(_ node: Node) {
    self.node = node
    super.init(node.span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    _ = try node.value(machine)
    return .next
  }
}

/// `if` as a statement.
final class ConditionalAction: Action {
  let condition: Node
  let body: Actions
  /// Each `else if`.
  let others: [(condition: Node, body: Actions)]
  let otherwise: Actions?

  init(
    _ condition: Node, _ body: Actions, others: [(condition: Node, body: Actions)],
    otherwise: Actions?, _ span: Span
  ) {
    self.condition = condition
    self.body = body
    self.others = others
    self.otherwise = otherwise
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    if try condition.condition(machine) { return try body.run(machine) }
    for branch in others where try branch.condition.condition(machine) {
      return try branch.body.run(machine)
    }
    return try otherwise?.run(machine) ?? .next
  }
}

final class ReturnAction: Action {
  let node: Node?

  init(_ node: Node?, _ span: Span) {
    self.node = node
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    machine.pointee.returned = try node?.value(machine) ?? .none
    return .returning
  }
}

/// `break` and `continue`.
final class JumpAction: Action {
  let flow: Flow

  init(_ flow: Flow, _ span: Span) {
    self.flow = flow
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow { flow }
}

/// `try { … } catch e { … }`.
final class AttemptAction: Action {
  let body: Actions
  let errorSlot: Int?
  let handler: Actions

  init(_ body: Actions, errorSlot: Int?, handler: Actions, _ span: Span) {
    self.body = body
    self.errorSlot = errorSlot
    self.handler = handler
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    do throws(Stop) {
      return try body.run(machine)
    } catch {
      guard case .failed = error, let diagnostic = machine.pointee.failure as? Diagnostic,
        diagnostic.code != .interrupted, diagnostic.code != .limitReached
      else { throw error }
      machine.pointee.failure = nil
      if let errorSlot { machine.pointee.base[errorSlot] = Value(Record(caught: diagnostic)) }
      return try handler.run(machine)
    }
  }
}

extension Record {
  /// What `catch` gives: message, code, line and help of an error.
  fileprivate init(caught diagnostic: Diagnostic) {
    var line = Value.none
    if let span = diagnostic.span, let source = diagnostic.source {
      line = Value(source.line(at: span.start))
    }
    self.init([
      "message": Value(diagnostic.message), "code": Value("\(diagnostic.code.name)"), "line": line,
      "help": diagnostic.help.map { Value($0) } ?? .none,
    ])
  }
}
