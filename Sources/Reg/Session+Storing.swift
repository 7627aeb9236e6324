import RegLibrary
import RegRuntime
import RegSyntax

/// The variables of a session as a whole: what they take, and their file.
extension Session {
  /// About how many bytes a variable's data take; what variables share is counted for each.
  public func byteCount(of name: String) -> Int { self[name]?.storedBytes ?? 0 }

  /// Writes the variables, knobs and watches to a file, in the format of stored models.
  ///
  /// - Returns: The variables that could not be written, each with the reason.
  /// - Throws: `RegError` where files may not be written or this one cannot.
  public func save(to path: String) throws -> [(name: String, reason: String)] {
    try translatingErrors {
      try context.require(.writeFiles, to: "write files")
      let knobs = workbench.knobs.compactMap { knob -> String? in
        guard let value = number(of: knob) else { return nil }
        let end = knob.isLinear ? " linear" : ""
        return "knob \(knob.name) = \(value) in \(knob.low)..\(knob.high)\(end)"
      }
      let variables = names.compactMap { name in self[name].map { (name: name, value: $0) } }
      return try StoredSession(
        variables: variables, statements: knobs + workbench.watches.map(\.statement)
      ).write(to: path, context)
    }
  }

  /// Reads what `save(to:)` has written; variables of the same names are replaced, the others stay.
  ///
  /// - Returns: The names of the variables read.
  /// - Throws: `RegError` for a file that cannot be read, or was altered; then nothing is changed.
  public func load(from path: String) throws -> [String] {
    let stored = try translatingErrors {
      try context.require(.readFiles, to: "read files")
      return try StoredSession(path: path, context)
    }
    for (name, value) in stored.variables { self[name] = value }
    for statement in stored.statements { try evaluate(statement) }
    return stored.variables.map(\.name)
  }
}
