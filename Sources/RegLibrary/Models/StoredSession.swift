import OrderedCollections
import RegData
public import RegRuntime
import RegSolvers
import RegSyntax

/// The variables of a session in a file, which has the format of stored models.
///
/// It holds a record with the fields `variables`, a record, and `statements`, strings that make knobs
/// and watches; so `load` reads it too.
public struct StoredSession {
  public let variables: [(name: String, value: Value)]
  /// To be run when the variables are there.
  public let statements: [String]

  public init(variables: [(name: String, value: Value)], statements: [String]) {
    self.variables = variables
    self.statements = statements
  }

  /// Writes what can be written, whole or not at all; a file that is there is replaced.
  ///
  /// - Returns: The variables that have no form in a file, each with the reason.
  /// - Throws: `Diagnostic` where there is no memory for it, or `DataError`.
  public func write(
    to path: String, _ context: Context
  ) throws -> [(name: String, reason: String)] {
    let bytes = variables.reduce(0) { $0 + $1.value.storedBytes }
    // The values' bytes, and the file around them.
    try context.reserve(bytes: 2 * bytes)
    var refused: [(name: String, reason: String)] = []
    var written: [(name: String, writer: ByteWriter)] = []
    for (name, value) in variables {
      try context.checkInterrupt()
      var writer = ByteWriter()
      do {
        try writer.write(value)
        written.append((name, writer))
      } catch let diagnostic as Diagnostic where diagnostic.code == .cannotSave {
        refused.append((name, diagnostic.message))
      }
    }
    var body = ByteWriter()
    body.write(StoredKind.record)
    body.write(2)
    body.write("variables")
    body.write(StoredKind.record)
    body.write(written) { writer, entry in
      writer.write(entry.name)
      writer.append(entry.writer)
    }
    body.write("statements")
    try body.write(Value(statements))
    try DataFile.replace(path, with: ModelFile.wrap(body, kind: Self.kind))
    return refused
  }

  private static let kind = "session"

  /// Reads what `write` has written.
  ///
  /// - Throws: `bad-model` for a file that is something else or damaged, or `DataError`.
  public init(path: String, _ context: Context) throws {
    if let bytes = DataFile.size(of: path) {
      try context.reserve(bytes: min(bytes, Int.max / 2) * 2)
    }
    let file = try DataFile.read(path)
    let value: Value
    do {
      var reader = ByteReader(try ModelFile.unwrap(file))
      value = try reader.value(context)
    } catch let fault as StoredFault {
      let isForeign = fault.reason.hasPrefix("was not written")
      let help = isForeign ? "':load' reads what ':save' wrote" : nil
      throw Diagnostic(.badModel, "'\(path)' \(fault.reason)", help: help)
    } catch SolverError.cancelled {
      throw SolverError.cancelled
    } catch let error as SolverError {
      throw Diagnostic(
        .badModel, "'\(path)' has data that no fit could have had: \(error.diagnostic.message)")
    }
    guard case .record(let record) = value.content,
      case .record(let variables)? = record.fields["variables"]?.content,
      let statements = record.fields["statements"].flatMap([String].init(argument:))
    else {
      let help = "x = load(\"\(path)\") reads it"
      throw Diagnostic(.badModel, "'\(path)' holds one value and no session", help: help)
    }
    self.variables = variables.fields.map { ($0.key, $0.value) }
    self.statements = statements
  }
}
