/// The statements that ↑ brings back: those that begin as the line did where it was pressed first.
struct Recall {
  /// Oldest first, each once.
  private var statements: [String] = []
  private var walk: Walk?

  /// A search that goes on while the line stays as it was left.
  private struct Walk {
    let prefix: String
    /// What had been typed, which comes back behind the newest.
    let draft: String
    var place: Int
    var shown: String
  }

  /// Takes statements in, oldest first; of equals the newest stays.
  mutating func add(_ new: [String]) {
    walk = nil
    var seen: Set<String> = []
    statements = (statements + new).reversed().filter { seen.insert($0).inserted }.reversed()
  }

  /// Whether the line is what was brought back last, untouched.
  func isWalking(_ text: String) -> Bool { walk?.shown == text }

  /// The next older statement to show; nil where there is none.
  mutating func older(than text: String, cursor: Int) -> String? {
    if !isWalking(text) {
      walk = Walk(
        prefix: text.prefix(bytes: cursor), draft: text, place: statements.count, shown: text)
    }
    guard var walk else { return nil }
    let found = statements[..<walk.place].lastIndex { $0.hasPrefix(walk.prefix) && $0 != text }
    guard let found else { return nil }
    walk.place = found
    walk.shown = statements[found]
    self.walk = walk
    return walk.shown
  }

  /// The next newer one, or behind the newest what had been typed; nil where nothing was recalled.
  mutating func newer(than text: String) -> String? {
    guard var walk, isWalking(text), walk.place < statements.count else { return nil }
    let later = statements[(walk.place + 1)...]
    guard let found = later.firstIndex(where: { $0.hasPrefix(walk.prefix) && $0 != text }) else {
      self.walk = nil
      return walk.draft
    }
    walk.place = found
    walk.shown = statements[found]
    self.walk = walk
    return walk.shown
  }
}
