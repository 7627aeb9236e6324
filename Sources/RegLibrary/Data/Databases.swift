import RegData
import RegRuntime
import RegSyntax

extension ReadTable {
  private static let scheme = "sqlite:"

  /// The file of the database that a path means, if it means one.
  func databaseFile(_ path: String) -> String? {
    path.hasPrefix(Self.scheme) ? String(path.dropFirst(Self.scheme.count)) : nil
  }

  /// The answer of a database to the query.
  func database(_ file: String, _ arguments: Arguments) throws -> Value {
    try refuseOptionsOfText(arguments)
    let path = found(file, arguments.context)
    var source = SQLiteSource(path: path, query: arguments[query] ?? "")
    source.name = file
    source.columns = arguments[columns]
    source.rowLimit = arguments[rows]
    guard arguments[query] != nil else {
      let names = try supervised(arguments) { (monitor) throws(DataError) in
        try source.tableNames(monitor)
      }
      throw arguments.failure(
        .missingArgument, "'query' says what to select from a database", at: self.path,
        help: names.isEmpty
          ? "this one has no tables" : "it has " + names.map { "'\($0)'" }.joined(separator: ", "))
    }
    return Value(
      try supervised(arguments) { (monitor) throws(DataError) in try source.table(monitor) })
  }

  /// Says which option has no meaning for a database, rather than leave it out.
  private func refuseOptionsOfText(_ arguments: Arguments) throws(Diagnostic) {
    let options: [any AnyParameter] = [delimiter, header, decimal, missing, types, skip]
    for option in options where arguments.isGiven(option) {
      throw arguments.failure(
        .argumentRange, "'\(option.name)' is for files of text, not for databases", at: option)
    }
  }
}

extension Arguments {
  /// What an engine says of a query, with the caret on the word it means where the query is written
  /// as it is sent.
  func failure(
    in parameter: some AnyParameter, _ message: String, offset: Int?
  ) -> Diagnostic {
    var diagnostic = failure(.badQuery, message, at: parameter)
    guard let source, let offset, let query = given(parameter).flatMap(String.init(argument:)),
      let span = diagnostic.span, source.text(span) == "\"\(query)\""
    else { return diagnostic }
    let word = query.utf8.dropFirst(offset).prefix { byte in
      byte >= 0x80 || byte == UInt8(ascii: "_") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }
    let start = span.start + 1 + offset
    diagnostic.span = Span(start, start + max(word.count, 1))
    return diagnostic
  }
}
