import RegSyntax

/// Calls of functions that scripts define.
extension MachinePointer {
  /// Makes room for a function's variables, all of them unassigned.
  ///
  /// - Throws: When calls are nested too deep for the counter, the stack of slots or that of the
  ///   processor.
  @inline(__always)
  func pushFrame(_ closure: Closure, at span: Span) throws(Stop) -> Slots {
    let frame = pointee.top
    let count = closure.code.slotCount
    guard pointee.depth < pointee.context.limits.depth, count <= pointee.limit - frame,
      ProcessorStack.address() > pointee.stackFloor
    else { throw tooDeep(at: span) }
    for k in 0..<count { (frame + k).initialize(to: nil) }
    pointee.top = frame + count
    return frame
  }

  @inline(__always)
  func popFrame(_ frame: Slots, _ closure: Closure) {
    // One by one, since most hold numbers and the library's loop asks each for its type.
    for k in 0..<closure.code.slotCount { (frame + k).deinitialize(count: 1) }
    pointee.top = frame
  }

  /// Runs a function whose arguments are in its frame.
  func enter(_ closure: Closure, _ frame: Slots, at span: Span) throws(Stop) -> Value {
    try step(at: span)
    let code = closure.code
    if code.hasCaptures { fillCaptures(closure, frame) }
    let base = pointee.base
    let caller = pointee.code
    pointee.base = frame
    pointee.code = Unmanaged.passUnretained(code.code)
    pointee.depth += 1
    defer {
      pointee.base = base
      pointee.code = caller
      pointee.depth -= 1
    }
    do throws(Stop) {
      if code.hasDefaults { try fillDefaults(code, frame) }
      return try code.body.value(self)
    } catch {
      switch error {
      case .leaving:
        guard pointee.flow == .returning else { throw error }
        let value = pointee.returned
        pointee.returned = .none
        return value
      case .failed:
        addFrame(closure, caller.takeUnretainedValue().source, span)
        throw error
      case .notNumber: throw error
      }
    }
  }

  private func fillCaptures(_ closure: Closure, _ frame: Slots) {
    let code = closure.code
    for (k, slot) in code.captureSlots.enumerated() { frame[slot] = closure.captured[k] }
    if let own = code.ownSlot { frame[own] = .object(closure) }
  }

  private func fillDefaults(_ code: FunctionCode, _ frame: Slots) throws(Stop) {
    for (k, parameter) in code.parameters.enumerated() where frame[k] == nil {
      guard let defaultValue = parameter.defaultValue else { continue }
      frame[k] = try defaultValue.value(self)
    }
  }

  /// How many calls a diagnostic lists.
  private static var longestTrace: Int { 20 }

  @inline(never)
  private func addFrame(_ closure: Closure, _ source: SourceText, _ span: Span) {
    guard var diagnostic = pointee.failure as? Diagnostic,
      diagnostic.trace.count < MachinePointer.longestTrace
    else { return }
    diagnostic.trace.append(
      Diagnostic.Frame(function: closure.name ?? "a function", span: span, source: source))
    pointee.failure = diagnostic
  }

  @inline(never)
  private func tooDeep(at span: Span) -> Stop {
    fail(
      .callTooDeep, "calls are nested more than \(pointee.depth) deep", at: span,
      help: "does the recursion end?")
  }
}
