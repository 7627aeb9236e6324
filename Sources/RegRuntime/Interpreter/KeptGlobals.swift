import OrderedCollections

/// The variables of a script that a function reads, gathered while it is lowered.
final class GlobalReads {
  private var found: OrderedSet<Slots> = []
  var cells: [Slots] { found.elements }

  func insert(_ cell: Slots) { found.append(cell) }
  func insert(_ others: GlobalReads) { found.append(contentsOf: others.found) }
}

/// The variables that a function reads, and the functions it calls, as they are at one time.
///
/// A function looks its variables up when it runs, so what it computes changes with them; with these
/// put back for a while it computes what it did.
struct KeptGlobals: @unchecked Sendable {
  // Confined, like the slots, to the thread of their interpreter.
  private let entries: [(cell: Slots, value: Value?)]

  /// - Complexity: The number of all functions that may be called, and of the variables they read.
  init(readBy function: FunctionObject) {
    var search = Search()
    search.visit(.object(function))
    entries = search.entries
  }

  /// Runs something with the variables as they were.
  ///
  /// The slots must still be there: they are as long as their interpreter is.
  func restored<Result>(_ body: () throws -> Result) rethrows -> Result {
    let now = entries.map(\.cell.pointee)
    for (cell, value) in entries { cell.pointee = value }
    defer { for (entry, value) in zip(entries, now) { entry.cell.pointee = value } }
    return try body()
  }

  /// What can be reached from a function.
  private struct Search {
    var entries: [(cell: Slots, value: Value?)] = []
    private var cells: Set<Slots> = []
    private var objects: Set<ObjectIdentifier> = []

    mutating func visit(_ value: Value) {
      guard case .object(let object) = value, objects.insert(ObjectIdentifier(object)).inserted
      else { return }
      switch value.content {
      case .function(let function):
        guard let closure = function as? Closure else { return }
        for value in closure.captured.compactMap(\.self) { visit(value) }
        for cell in closure.code.globalReads where cells.insert(cell).inserted {
          entries.append((cell, cell.pointee))
          if let value = cell.pointee { visit(value) }
        }
      // Functions of a file that is imported are fields.
      case .record(let record): for value in record.fields.values { visit(value) }
      case .list(let elements): for value in elements { visit(value) }
      default: return
      }
    }
  }
}
