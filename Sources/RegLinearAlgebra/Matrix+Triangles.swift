/// Squares of which one triangle is known.
extension Matrix {
  /// Copies the upper triangle of a square to the lower one, in tiles that stay in the cache.
  package static func mirrorUpper(_ a: UnsafeMutablePointer<Double>, order: Int) {
    let step = 32
    for left in stride(from: 0, to: order, by: step) {
      for top in stride(from: 0, through: left, by: step) {
        for column in left..<min(left + step, order) {
          for row in top..<min(top + step, column) {
            a[row * order + column] = a[column * order + row]
          }
        }
      }
    }
  }
}
