import CRegKernels
import Glibc
import Synchronization

/// A thread that takes part in the work of others, one job after another.
///
/// Waiting for a new thread costs as much as the smaller jobs take, so one that has done its part
/// watches out for the next job for a moment, then sleeps, and ends when nobody has asked for it in a
/// tenth of a second. Nobody waits for a helper that has not begun: a job can be closed without it.
final class HelperThread: Sendable {
  private enum State {
    static let watching = 0
    static let sleeping = 1
    static let assigned = 2
  }

  /// Those that wait for a job.
  private static let idle = Mutex<[HelperThread]>([])
  /// How many these are, to look at without waiting.
  private static let idleCount = Atomic(0)
  /// How many there are in all; more than the processors beside the caller's would be in their way.
  private static let count = Atomic(0)
  private static let mostCount = max(Int(reg_processors()) - 1, 1)

  private let state = Atomic(State.assigned)
  private let job: Mutex<SharedJob?>
  private let wake = Semaphore()

  /// Lets so many helpers join in a job: fewer where few are idle and no more can be started, or are
  /// to be.
  static func ask(_ count: Int, for job: SharedJob, startingThreads: Bool) {
    for _ in 0..<count {
      if let helper = changeIdle({ $0.popLast() }) {
        helper.assign(job)
      } else if !startingThreads || !start(with: job) {
        return
      }
    }
  }

  static var someAreIdle: Bool { idleCount.load(ordering: .relaxed) > 0 }

  private static func changeIdle<Result>(
    _ change: (inout [HelperThread]) -> sending Result
  ) -> sending Result {
    idle.withLock { idle in
      let result = change(&idle)
      idleCount.store(idle.count, ordering: .relaxed)
      return result
    }
  }

  private init(_ job: SharedJob) { self.job = Mutex(job) }

  private func assign(_ next: SharedJob) {
    job.withLock { $0 = next }
    if state.exchange(State.assigned, ordering: .acquiringAndReleasing) == State.sleeping {
      wake.signal()
    }
  }

  private static func start(with job: SharedJob) -> Bool {
    guard count.add(1, ordering: .relaxed).newValue <= mostCount else {
      count.subtract(1, ordering: .relaxed)
      return false
    }
    let helper = HelperThread(job)
    let isStarted = Thread.start {
      helper.run()
      count.subtract(1, ordering: .relaxed)
    }
    if !isStarted { count.subtract(1, ordering: .relaxed) }
    return isStarted
  }

  private func run() {
    repeat {
      job.withLock { $0.take() }?.join()
      state.store(State.watching, ordering: .releasing)
      Self.changeIdle { $0.append(self) }
    } while waitsForJob()
  }

  /// False when there was none for long, and the thread may end.
  private func waitsForJob() -> Bool {
    for _ in 0..<20_000 {
      if state.load(ordering: .acquiring) == State.assigned { return true }
      reg_pause()
    }
    let (slept, _) = state.compareExchange(
      expected: State.watching, desired: State.sleeping, ordering: .acquiringAndReleasing)
    guard slept else { return true }
    if wake.wait(milliseconds: 100) { return true }
    let ends = Self.changeIdle { idle in
      guard let place = idle.firstIndex(where: { $0 === self }) else { return false }
      idle.remove(at: place)
      return true
    }
    if ends { return false }
    // Somebody has taken it off the list, and is about to hand it a job.
    wake.wait()
    return true
  }
}

/// Numbered pieces of work, of which whoever joins takes the next until none is left.
final class SharedJob: @unchecked Sendable {
  private let pieces: Int
  private let stop: StopFlag?
  /// Valid until the job is closed.
  private let body: UnsafePointer<@Sendable (Int) -> Void>
  private let next = Atomic(0)
  /// Helpers inside, plus `closed`.
  private let inside = Atomic(0)
  private let left = Semaphore()

  private static let closed = 1 << 32

  init(_ pieces: Int, _ stop: StopFlag?, _ body: UnsafePointer<@Sendable (Int) -> Void>) {
    self.pieces = pieces
    self.stop = stop
    self.body = body
  }

  func work() {
    while true {
      let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard piece < pieces, !stop.isSet else { return }
      body.pointee(piece)
    }
  }

  /// Takes part, unless the job is closed.
  func join() {
    var count = inside.load(ordering: .acquiring)
    while true {
      guard count < Self.closed else { return }
      let (joined, found) = inside.compareExchange(
        expected: count, desired: count + 1, ordering: .acquiringAndReleasing)
      if joined { break }
      count = found
    }
    StopFlag.$current.withValue(stop) { work() }
    let before = inside.wrappingSubtract(1, ordering: .acquiringAndReleasing).oldValue
    if before == Self.closed + 1 { left.signal() }
  }

  /// Lets nobody in any more, and returns when all who were are done.
  func close() {
    let count = inside.wrappingAdd(Self.closed, ordering: .acquiringAndReleasing).oldValue
    guard count > 0 else { return }
    for _ in 0..<2_000 {
      if inside.load(ordering: .acquiring) == Self.closed { break }
      reg_pause()
    }
    // Also where the last one has left already: it has signalled, or is about to.
    left.wait()
  }
}
