extension Double {
  /// The number that stands for a value nobody recorded.
  ///
  /// A quiet NaN with a payload of its own (1954, the one R uses), so that it passes through
  /// arithmetic like any NaN and is still told apart from the `nan` of a failed computation.
  public static let missing = Double(bitPattern: missingPattern)

  /// Whether this is `missing`, and not a number or a `nan` that was computed.
  ///
  /// The sign is ignored: negating a NaN flips it.
  public var isMissing: Bool { bitPattern & ~(1 << 63) == Double.missingPattern }

  private static let missingPattern: UInt64 = 0x7FF8_0000_0000_07A2
}
