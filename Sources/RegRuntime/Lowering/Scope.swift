import RegSyntax

/// The variables of a function while its body is lowered: each name gets a slot of the frame.
///
/// There is no scope for the top level, whose slots are those of the globals.
final class Scope {
  /// The function around this one; `nil` where that is the top level.
  let parent: Scope?
  /// By what name the function may call itself.
  let ownName: String?
  private(set) var ownSlot: Int?
  private(set) var names: [String] = []
  private var slots: [String: Int] = [:]
  /// Slots of `parent` whose values are captured, and where they go here.
  private(set) var captures: [(source: Int, slot: Int)] = []

  init(parent: Scope?, ownName: String?) {
    self.parent = parent
    self.ownName = ownName
  }

  /// The slot of a name that the function assigns, new if need be.
  @discardableResult
  func declare(_ canonicalName: String) -> Int {
    if let slot = slots[canonicalName] { return slot }
    let slot = names.count
    names.append(canonicalName)
    slots[canonicalName] = slot
    return slot
  }

  /// The slot of a name that the function reads; `nil` when it has to be a global.
  func slot(of canonicalName: String) -> Int? {
    if let slot = slots[canonicalName] { return slot }
    guard let parent else { return nil }
    if canonicalName == ownName {
      let slot = declare(canonicalName)
      ownSlot = slot
      return slot
    }
    guard let source = parent.slot(of: canonicalName) else { return nil }
    let slot = declare(canonicalName)
    captures.append((source, slot))
    return slot
  }
}
