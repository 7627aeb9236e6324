import Glibc

/// How much of the processor's stack a script may use.
enum ProcessorStack {
  /// Left for built-ins, LAPACK and the way out of a failure.
  private static let reserve: UInt = 512 << 10

  /// The lowest address that evaluation may reach on this thread.
  ///
  /// The thread is taken to have the size that threads have by default, a quarter of it used up or
  /// set aside. A host that makes threads with less lowers `Limits.depth`.
  static func floor() -> UInt {
    var attributes = pthread_attr_t()
    var size = 0
    guard pthread_attr_init(&attributes) == 0 else { return address() - reserve }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_getstacksize(&attributes, &size)
    let usable = max(UInt(max(size, 0)) / 4 * 3, 2 * reserve) - reserve
    return address() - min(usable, address())
  }

  /// An address in the caller's frame, near enough.
  @inline(__always)
  static func address() -> UInt {
    var marker = 0
    return withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
  }
}
