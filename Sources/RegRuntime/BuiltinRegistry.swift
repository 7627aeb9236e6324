import RegSyntax

/// The built-ins of a session, by name, and the topics of its help.
public struct BuiltinRegistry: Sendable {
  /// In the order in which the manual lists them.
  public private(set) var all: [any Builtin] = []
  /// Help on more than one built-in.
  public let topics: [HelpTopic]
  private var byName: [String: Int] = [:]

  public init(_ builtins: [any Builtin] = [], topics: [HelpTopic] = []) {
    self.topics = topics
    all.reserveCapacity(builtins.count)
    byName.reserveCapacity(builtins.count)
    for builtin in builtins { add(builtin) }
  }

  /// Every name, in the same order.
  public var names: [String] { all.map(\.name) }

  /// Adds a built-in; one of the same name is replaced.
  public mutating func add(_ builtin: any Builtin) {
    if let index = byName.updateValue(all.count, forKey: Name.fold(builtin.name)) {
      all[index] = builtin
      byName[Name.fold(builtin.name)] = index
    } else {
      all.append(builtin)
    }
  }

  /// The built-in of a canonical name.
  public subscript(canonicalName: String) -> (any Builtin)? {
    byName[canonicalName].map { all[$0] }
  }
}
