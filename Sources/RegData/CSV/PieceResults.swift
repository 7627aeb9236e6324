import Synchronization

/// What threads make of the pieces of some work, each of its own.
final class PieceResults<Element: Sendable>: Sendable {
  private let results: Mutex<[Element?]>

  init(count: Int) { results = Mutex(Array(repeating: nil, count: count)) }

  subscript(piece: Int) -> Element? {
    get { results.withLock { $0[piece] } }
    set { results.withLock { $0[piece] = newValue } }
  }

  var all: [Element?] { results.withLock { $0 } }
}
