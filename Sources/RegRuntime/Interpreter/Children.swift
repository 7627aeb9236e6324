/// Nodes in order, visited without counting references.
///
/// An array would retain and release each element as it is visited, which costs more than most
/// nodes do.
final class Children<Child: AnyObject> {
  private let owned: [Child]
  private let borrowed: UnsafeMutablePointer<Unmanaged<Child>>
  let count: Int

  init(_ children: [Child]) {
    owned = children
    count = children.count
    borrowed = .allocate(capacity: max(count, 1))
    for (k, child) in children.enumerated() {
      (borrowed + k).initialize(to: Unmanaged.passUnretained(child))
    }
  }

  deinit { borrowed.deallocate() }

  @inline(__always)
  func visit<Result>(
    _ position: Int, _ body: (Child) throws(Stop) -> Result
  ) throws(Stop) -> Result {
    // The borrowing call knows no typed errors, so they pass through it as values.
    let outcome = borrowed[position]._withUnsafeGuaranteedRef { child in
      do throws(Stop) {
        return Swift.Result<Result, Stop>.success(try body(child))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }
}
