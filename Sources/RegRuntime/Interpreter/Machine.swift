import RegSyntax

/// What every node gets: the state of a running script, behind a pointer.
///
/// A plain struct, since each access to a class property may cost a check for exclusive access.
typealias MachinePointer = UnsafeMutablePointer<Machine>

/// Slots of variables; `nil` while nothing is assigned.
typealias Slots = UnsafeMutablePointer<Value?>

/// Why evaluation stops short. Without payload, so that it travels in a register; what goes with it
/// is parked in the machine.
enum Stop: Error {
  /// `failure` says what is wrong.
  case failed
  /// An unboxed evaluation met something that is no number: `parked` holds it.
  case notNumber
  /// A `return`, `break` or `continue` inside an expression: `flow` says which.
  case leaving
}

/// Where a statement leaves the course of things.
enum Flow {
  case next
  case breaking
  case continuing
  /// `returned` holds the value.
  case returning
}

struct Machine {
  /// The running function's variables; at top level the globals.
  var base: Slots
  /// The first slot of the stack that no call uses.
  var top: Slots
  /// The end of the stack.
  let limit: Slots
  /// The lowest address that the processor's stack may reach.
  var stackFloor: UInt = 0
  /// Steps until the next look at interrupt, time and limits.
  var countdown = 0
  var depth = 0
  var parked = Value.none
  var returned = Value.none
  var flow = Flow.next
  /// What went wrong: a `Diagnostic`, or an error that scripts cannot catch.
  var failure: (any Error)?
  /// The running function, or the file at its top level; whoever runs it keeps it alive.
  var code: Unmanaged<Code>
  /// The sizes of what is being indexed, innermost last, for `end`.
  var extents: [Extent] = []
  var budget: Budget
  let context: Context
  /// For `import`, and for formulas that call back.
  unowned let interpreter: Interpreter

  /// What `end` stands for.
  struct Extent {
    let value: (rows: Int, columns: Int)
    let position: Int
    let isOnly: Bool

    var end: Double {
      if isOnly { return Double(value.rows * value.columns) }
      return Double(position == 0 ? value.rows : value.columns)
    }
  }

  static let stackSlots = 1 << 20
}

extension MachinePointer {
  var source: SourceText { pointee.code.takeUnretainedValue().source }

  /// Parks a diagnostic, with the place if it has none yet, and gives the error to throw.
  @inline(never)
  func fail(_ diagnostic: Diagnostic, at span: Span) -> Stop {
    var diagnostic = diagnostic
    if diagnostic.span == nil { diagnostic.span = span }
    if diagnostic.source == nil { diagnostic.source = source }
    pointee.failure = diagnostic
    return .failed
  }

  @inline(never)
  func fail(
    _ code: DiagnosticCode, _ message: String, at span: Span, help: String? = nil
  ) -> Stop {
    fail(Diagnostic(code, message, help: help), at: span)
  }

  /// Runs an operation, and places what it throws.
  @inline(__always)
  func placing<Result>(
    at span: Span, _ operation: (Context) throws(Diagnostic) -> Result
  ) throws(Stop) -> Result {
    do {
      return try operation(pointee.context)
    } catch {
      throw fail(error, at: span)
    }
  }

  /// Takes what an unboxed evaluation could not use.
  func takeParked() -> Value {
    let value = pointee.parked
    pointee.parked = .none
    return value
  }

  /// Parks a value that is no number; the number if it is one.
  @inline(__always)
  func unboxed(_ value: Value) throws(Stop) -> Double {
    if case .number(let number) = value { return number }
    pointee.parked = value
    throw .notNumber
  }

  /// Counts a step; looks up now and then whether to go on.
  @inline(__always)
  func step(at span: Span) throws(Stop) {
    pointee.countdown -= 1
    if pointee.countdown < 0 { try poll(at: span) }
  }

  @inline(never)
  private func poll(at span: Span) throws(Stop) {
    try placing(at: span) { context throws(Diagnostic) in try context.checkInterrupt() }
    guard let following = pointee.budget.grant() else {
      throw fail(pointee.budget.complaint, at: span)
    }
    pointee.countdown = following
  }
}
