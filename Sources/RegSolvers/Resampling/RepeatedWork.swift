import RegLinearAlgebra
import Synchronization

/// Told, from any thread, how many of so many pieces of work are done.
public typealias CountReport = @Sendable (_ done: Int, _ total: Int) -> Void

/// Work of equal pieces that do not depend on each other: resamples, folds, repetitions.
///
/// What comes out does not depend on how many workers share it.
struct RepeatedWork: Sendable {
  let count: Int
  let workers: Workers
  var report: CountReport?
  let shouldStop: @Sendable () -> Bool

  /// The results of all pieces, in order; the first failure in order is thrown.
  ///
  /// - Parameter body: Gets the number of the piece, and the question whether to stop.
  func results<Result: Sendable>(
    _ body: @Sendable (Int, @escaping @Sendable () -> Bool) throws(SolverError) -> Result
  ) throws(SolverError) -> [Result] {
    let found = Mutex([Swift.Result<Result, SolverError>?](repeating: nil, count: count))
    let done = Mutex(0)
    try stoppable(shouldStop) { shouldStop throws(SolverError) in
      workers.forEach(count) { piece in
        let result: Swift.Result<Result, SolverError>
        do throws(SolverError) {
          result = .success(try body(piece, shouldStop))
        } catch {
          result = .failure(error)
        }
        found.withLock { $0[piece] = result }
        // Reported under the lock, so that reports never run backwards.
        done.withLock { done in
          done += 1
          report?(done, count)
        }
      }
    }
    var results: [Result] = []
    results.reserveCapacity(count)
    for result in found.withLock({ $0 }) {
      // A piece that is missing was given up.
      guard let result else { throw .cancelled }
      results.append(try result.get())
    }
    return results
  }

  /// The seed of a piece: far apart for pieces that are close, and the same on every machine.
  static func seed(_ seed: UInt64, of piece: Int) -> UInt64 {
    seed &+ UInt64(piece) &* 0x9e37_79b9_7f4a_7c15
  }
}
