import CRegKernels
import Glibc
import Synchronization

/// The threads that may share the work of one call.
///
/// How work is cut into pieces must not depend on their number, so that results do not either.
public struct Workers: Sendable, Equatable {
  public let count: Int

  /// - Parameter count: At least 1.
  public init(count: Int) { self.count = max(count, 1) }

  /// One for each processor that the program may run on, up to what memory can feed and OpenBLAS
  /// has buffers for.
  public static let all = Workers(count: min(Int(reg_processors()), 16))

  /// Calls `body` with every number below `pieces`, side by side, and returns when all are done.
  ///
  /// Starting threads costs some 20 µs each, so pieces should take longer.
  package func forEach(_ pieces: Int, _ body: @Sendable (Int) -> Void) {
    guard count > 1, pieces > 1 else {
      for piece in 0..<pieces { body(piece) }
      return
    }
    withoutActuallyEscaping(body) { body in
      let job = Job(pieces, body)
      let threads = (1..<min(count, pieces)).compactMap { _ in Self.start(job) }
      job.work()
      for thread in threads { pthread_join(thread, nil) }
    }
  }

  /// `nil` where the system has no thread left; the others then do its share.
  private static func start(_ job: Job) -> pthread_t? {
    var thread = pthread_t()
    let opaque = Unmanaged.passUnretained(job).toOpaque()
    // Signals are for the thread that waits.
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let failure = pthread_create(
      &thread, nil,
      { opaque in
        guard let opaque else { return nil }
        Unmanaged<Job>.fromOpaque(opaque).takeUnretainedValue().work()
        return nil
      }, opaque)
    return failure == 0 ? thread : nil
  }

  private final class Job: Sendable {
    private let pieces: Int
    private let body: @Sendable (Int) -> Void
    private let next = Atomic(0)

    init(_ pieces: Int, _ body: @escaping @Sendable (Int) -> Void) {
      self.pieces = pieces
      self.body = body
    }

    func work() {
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < pieces else { return }
        body(piece)
      }
    }
  }
}

/// An address handed to several workers, each of which writes its own part.
package struct SharedOutput: @unchecked Sendable {
  package let address: UnsafeMutablePointer<Double>
  package init(_ address: UnsafeMutablePointer<Double>) { self.address = address }
}

/// An address that several workers read.
package struct SharedInput: @unchecked Sendable {
  package let address: UnsafePointer<Double>
  package init(_ address: UnsafePointer<Double>) { self.address = address }
}
