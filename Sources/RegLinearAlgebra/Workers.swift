import CRegKernels

/// The threads that may share the work of one call.
///
/// How work is cut into pieces must not depend on their number, so that results do not either.
public struct Workers: Sendable, Equatable {
  public let count: Int
  /// Whether only threads help that are there and have nothing to do.
  private let areSpare: Bool

  /// - Parameter count: At least 1.
  public init(count: Int) { self.init(count: count, areSpare: false) }

  private init(count: Int, areSpare: Bool) {
    self.count = max(count, 1)
    self.areSpare = areSpare
  }

  /// For work inside a piece of work: the caller, and whoever of the others has run out of pieces.
  package var spare: Workers { Workers(count: count, areSpare: true) }

  /// One for each processor that the program may run on, up to what memory can feed and OpenBLAS
  /// has buffers for.
  public static let all = Workers(count: min(Int(reg_processors()), 16))

  /// Calls `body` with every number below `pieces`, side by side, and returns when all are done, or
  /// when the current flag is set.
  ///
  /// Bringing in the others costs some 20 µs, so pieces should take longer.
  package func forEach(_ pieces: Int, _ body: @Sendable (Int) -> Void) {
    let stop = StopFlag.current
    guard count > 1, pieces > 1, !areSpare || HelperThread.someAreIdle else {
      for piece in 0..<pieces where !stop.isSet { body(piece) }
      return
    }
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { body in
        let job = SharedJob(pieces, stop, body)
        HelperThread.ask(min(count, pieces) - 1, for: job, startingThreads: !areSpare)
        job.work()
        job.close()
      }
    }
  }
}

extension Workers {
  /// Calls `body` with the start and the length of pieces of `total` that take some tenths of a
  /// millisecond each, `unit` being the multiplications of one; lengths are multiples of 64.
  ///
  /// How `total` is cut depends on sizes alone.
  package func inPieces(_ total: Int, unit: Int, _ body: @Sendable (Int, Int) -> Void) {
    let step = max(64, ((1 << 21) / max(unit, 1) + 63) / 64 * 64)
    forEach((total + step - 1) / step) { piece in
      body(piece * step, min(step, total - piece * step))
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
