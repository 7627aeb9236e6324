/// The top-level variables of a script and its functions, by slot.
///
/// The slots never move, so that running code can point at them while new names are added.
final class Globals {
  let slots: Slots
  /// Whether they are those that the host and the user see; else those of an imported file.
  let areOfSession: Bool
  private(set) var names: [String] = []
  private var indices: [String: Int] = [:]

  /// A script cannot have more top-level names than that.
  static let capacity = 1 << 16

  init(areOfSession: Bool = false) {
    slots = Slots.allocate(capacity: Globals.capacity)
    self.areOfSession = areOfSession
  }

  deinit {
    slots.deinitialize(count: names.count)
    slots.deallocate()
  }

  /// The slot of a canonical name, if it has one.
  func index(of name: String) -> Int? { indices[name] }

  /// The slot of a canonical name, new if need be; `nil` when there are too many names.
  func makeIndex(of name: String) -> Int? {
    if let index = indices[name] { return index }
    guard names.count < Globals.capacity else { return nil }
    let index = names.count
    names.append(name)
    indices[name] = index
    (slots + index).initialize(to: nil)
    return index
  }

  subscript(name: String) -> Value? {
    get { indices[name].flatMap { slots[$0] } }
    set { if let index = makeIndex(of: name) { slots[index] = newValue } }
  }

  /// The names that have a value, in order of first mention.
  var assignedNames: [String] { names.filter { self[$0] != nil } }
}
