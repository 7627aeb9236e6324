import RegLinearAlgebra

/// Runs work that is given up between any two of its pieces when asked to stop.
///
/// - Parameter body: Is given the question to ask where it works on its own.
/// - Throws: `cancelled`, whatever `body` made of work that was left undone: that can look like bad
///   data, or like an answer.
func stoppable<Value>(
  _ shouldStop: @escaping @Sendable () -> Bool,
  _ body: (@escaping @Sendable () -> Bool) throws(SolverError) -> Value
) throws(SolverError) -> Value {
  let flag = StopFlag(shouldStop)
  let outcome = StopFlag.$current.withValue(flag) { () -> Result<Value, SolverError> in
    do throws(SolverError) {
      return .success(try body { flag.isSet })
    } catch {
      return .failure(error)
    }
  }
  guard !flag.wasSet else { throw .cancelled }
  return try outcome.get()
}
