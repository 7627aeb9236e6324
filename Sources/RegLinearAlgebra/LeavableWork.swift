import Glibc
import Synchronization

/// Work of LAPACK, which cannot be asked to stop but can be left to itself.
///
/// While a flag is current, a long call runs on a thread of its own. When the flag is set, nobody
/// waits for it any longer; it ends in its own time, and what it gives is dropped.
enum LeavableWork {
  /// Fewer multiplications than this, some milliseconds, are waited for.
  private static let fewest = 1e7
  /// So many calls may be running with nobody waiting before the next one has to wait for them.
  private static let mostLeft = 2

  private static let left = Atomic(0)

  /// - Parameter multiplications: About how many.
  /// - Throws: `stopped` when the current flag was set; else what `body` throws.
  static func run<Result: Sendable>(
    multiplications: Double,
    _ body: @escaping @Sendable () throws(LinearAlgebraError) -> Result
  ) throws(LinearAlgebraError) -> Result {
    guard multiplications >= fewest, let stop = StopFlag.current else { return try body() }
    while left.load(ordering: .relaxed) >= mostLeft {
      guard !stop.isSet else { throw .stopped }
      usleep(1000)
    }
    let call = Call(body)
    guard Thread.start({ call.make() }) else { return try body() }
    while !call.done.wait(milliseconds: 2) {
      guard stop.isSet else { continue }
      left.add(1, ordering: .relaxed)
      leaveQuietly
      call.abandon()
      throw .stopped
    }
    return try call.result()
  }

  /// Ends the program without taking down what a call that was left still uses.
  private static let leaveQuietly: Void = {
    _ = on_exit(
      { status, _ in
        guard LeavableWork.left.load(ordering: .relaxed) > 0 else { return }
        fflush(nil)
        _exit(status)
      }, nil)
  }()

  private final class Call<Result: Sendable>: Sendable {
    private enum State: Sendable {
      case running
      case abandoned
      case done(Swift.Result<Result, LinearAlgebraError>)
    }

    let done = Semaphore()
    private let body: @Sendable () throws(LinearAlgebraError) -> Result
    private let state = Mutex(State.running)

    init(_ body: @escaping @Sendable () throws(LinearAlgebraError) -> Result) { self.body = body }

    func make() {
      let result: Swift.Result<Result, LinearAlgebraError>
      do throws(LinearAlgebraError) {
        result = .success(try body())
      } catch {
        result = .failure(error)
      }
      let isWanted = state.withLock { state in
        guard case .running = state else { return false }
        state = .done(result)
        return true
      }
      if isWanted { done.signal() } else { LeavableWork.left.subtract(1, ordering: .relaxed) }
    }

    func abandon() {
      let isOver = state.withLock { state in
        guard case .running = state else { return true }
        state = .abandoned
        return false
      }
      if isOver { LeavableWork.left.subtract(1, ordering: .relaxed) }
    }

    func result() throws(LinearAlgebraError) -> Result {
      guard case .done(let result) = state.withLock({ $0 }) else { throw .stopped }
      return try result.get()
    }
  }
}
