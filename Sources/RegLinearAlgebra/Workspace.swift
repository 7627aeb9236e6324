/// Scratch memory for LAPACK routines that say how much they would like.
enum Workspace {
  /// Calls a routine twice: with a length of −1, when it leaves the best length in its first entry,
  /// and with a workspace of that length.
  ///
  /// - Returns: What the second call returned.
  @discardableResult
  static func sized(_ routine: (UnsafeMutablePointer<Double>, CInt) -> CInt) -> CInt {
    var best = 1.0
    _ = routine(&best, -1)
    // Lengths are whole numbers far below 2³¹ for every size that passed the checks.
    let length = max(1, min(best.rounded(.up), Double(CInt.max)))
    var work = [Double](repeating: 0, count: Int(length))
    return routine(&work, CInt(length))
  }

  /// The same for routines with a second workspace, of integers.
  @discardableResult
  static func sized(
    _ routine: (UnsafeMutablePointer<Double>, CInt, UnsafeMutablePointer<CInt>, CInt) -> CInt
  ) -> CInt {
    var best = 1.0
    var bestIntegers: CInt = 1
    _ = routine(&best, -1, &bestIntegers, -1)
    let length = max(1, min(best.rounded(.up), Double(CInt.max)))
    var work = [Double](repeating: 0, count: Int(length))
    var integers = [CInt](repeating: 0, count: max(1, Int(bestIntegers)))
    return routine(&work, CInt(length), &integers, CInt(integers.count))
  }
}
