import Glibc
import OrderedCollections
import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct ReadTable: Builtin {
  let name = "read"
  let category = Category.data
  let summary = "Reads a table from a file of comma-separated values, or from a database."
  let details: String? = """
    Delimiter, header, decimal mark and the type of each column are recognised, the type from all \
    rows; what is said is not guessed. A file packed with gzip is unpacked. A relative path is looked \
    for in the current folder, then in that of the script.

    Dates are recognised as ISO 8601 writes them, 2024-03-01; date() reads others from text.

    A column whose values all stand in quotes is text, whatever they look like, so that "007" stays \
    what it is. In a file that quotes its names too, dates in quotes are dates all the same, and \
    where nothing stands without quotes they say nothing.

    Ragged rows, open quotes and text that is not UTF-8 are errors with the line; a column that is \
    text because of one value among numbers is a warning.

    A path that starts with "sqlite:" is that of a database, and 'query' what to select from it; of \
    the options only 'columns' and 'rows' are for databases.
    """
  let seeAlso = ["write", "table", "summary", "lasso"]

  let path = Parameter<String>(
    "path", "The file, or \"sqlite:\" and the file of a database.", where: .notEmpty)
  let query = Parameter<String?>("query", "For a database: what to select, in SQL.", default: nil)
  let delimiter = Parameter<String?>(
    "delimiter", "What stands between fields: one character; if none, it is recognised.",
    default: nil, keywordOnly: true)
  let header = Parameter<Bool?>(
    "header", "Whether the first row holds names; if none, it is recognised.", default: nil,
    keywordOnly: true)
  let decimal = Parameter<String?>(
    "decimal", "The decimal mark, \".\" or \",\"; if none, it is recognised.", default: nil,
    keywordOnly: true)
  let missing = Parameter<[String]>(
    "missing", "Fields that stand for a missing value, besides an empty one.", default: ["NA"],
    keywordOnly: true)
  let types = Parameter<Record?>(
    "types",
    """
    Types of columns by name: "number", "logical", "text", "date", "categorical", or the levels of \
    a categorical column in their order.
    """,
    default: nil, keywordOnly: true)
  let columns = Parameter<[String]?>(
    "columns", "The columns to keep, in this order; if none, all.", default: nil,
    keywordOnly: true)
  let skip = Parameter<Int>(
    "skip", "Number of lines before the header.", default: 0, keywordOnly: true, where: .atLeast(0))
  let rows = Parameter<Int?>(
    "rows", "The largest number of rows to read; if none, all.", default: nil, keywordOnly: true,
    where: .optional(.atLeast(0)))

  let examples = [
    Example(
      "Written and read again",
      """
      > write(table(age = [59; 48], sex = ["f"; "m"]), "patients.csv")
      > read("patients.csv")
      2 × 2 table: age sex
      age  sex
       59  f
       48  m
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    try arguments.context.require(.readFiles, to: "read files")
    if let file = databaseFile(arguments[path]) { return try database(file, arguments) }
    if arguments.isGiven(query) {
      throw arguments.failure(
        .argumentRange, "'query' is for databases, and '\(arguments[path])' is read as text",
        at: query, help: "a database is read(\"sqlite:file.db\", \"select …\")")
    }
    let contents = try supervised(arguments) { (monitor) throws(DataError) in
      try CSV.read(
        path: found(arguments[path], arguments.context), options: options(arguments),
        name: arguments[path], monitor: monitor)
    }
    for note in contents.notes {
      arguments.context.warn(
        Diagnostic(
          .badFile, note.description, at: arguments.span(of: path), source: arguments.source,
          severity: .warning))
    }
    return Value(contents.table)
  }

  /// Reads within the limits of the session; errors get the caret on what is to blame.
  func supervised<Result>(
    _ arguments: Arguments, _ read: (ReadingMonitor) throws(DataError) -> Result
  ) throws -> Result {
    let context = arguments.context
    var monitor = ReadingMonitor()
    let interrupt = context.interrupt
    if let report = context.progress {
      report(WorkProgress(fraction: 0))
      monitor.progress = { report(WorkProgress(bytes: $0, of: $1)) }
    }
    defer { context.progress?(nil) }
    monitor.isCancelled = { interrupt.isSet }
    // What the session says is clearer than what the reader could.
    var refusal: Diagnostic?
    monitor.admits = { rows, columns in
      do throws(Diagnostic) { try context.reserve(rows: rows, columns: columns) } catch {
        refusal = error
      }
      return refusal == nil
    }
    do throws(DataError) { return try read(monitor) } catch {
      if let refusal {
        throw arguments.failure(refusal.code, refusal.message, at: path, help: refusal.help)
      }
      switch error {
      case .badQuery(let message, let offset):
        throw arguments.failure(in: query, message, offset: offset)
      case .badQueryColumn, .unboundParameter: throw arguments.placing(error, at: query)
      case .unknownColumn, .duplicateColumn:
        let isListed = arguments[columns]?.contains { $0 == error.columnName } ?? false
        throw isListed ? arguments.placing(error, at: columns) : arguments.placing(error, at: types)
      default: throw arguments.placing(error, at: path)
      }
    }
  }

  /// The path as given, or beside the script where only there is such a file.
  func found(_ given: String, _ context: Context) -> String {
    guard !given.hasPrefix("/"), access(given, F_OK) != 0,
      let directory = context.scriptDirectory, access(directory + given, F_OK) == 0
    else { return given }
    return directory + given
  }

  private func options(_ arguments: Arguments) throws(DataError) -> CSVOptions {
    var options = CSVOptions()
    options.delimiter = try byte(arguments[delimiter], "delimiter")
    options.decimalMark = try byte(arguments[decimal], "decimal")
    options.hasHeader = arguments[header]
    options.missingMarks = arguments[missing]
    options.skippedLines = arguments[skip]
    options.rowLimit = arguments[rows]
    options.columns = arguments[columns]
    for (name, value) in arguments[types]?.fields ?? [:] {
      if case .texts = value.content, let levels = [String](argument: value) {
        guard Set(levels).count == levels.count else {
          throw .badOption(name: "types", reason: "must not give '\(name)' a level twice")
        }
        options.levels[name] = levels
        continue
      }
      guard let kind = String(argument: value).flatMap(Column.Kind.init(rawValue:)) else {
        let kinds = Column.Kind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        throw .badOption(
          name: "types", reason: "must give '\(name)' one of \(kinds), or its levels")
      }
      options.kinds[name] = kind
    }
    return options
  }

  private func byte(_ text: String?, _ option: String) throws(DataError) -> UInt8? {
    guard let text else { return nil }
    guard text.utf8.count == 1, let byte = text.utf8.first else {
      throw .badOption(name: option, reason: "must be one ASCII character")
    }
    return byte
  }
}

struct WriteTable: Builtin {
  let name = "write"
  let category = Category.data
  let summary = "Writes a table or a matrix to a file of comma-separated values."
  let details: String? = """
    Numbers are written in full, and text in quotes where it would read as something else, so that \
    reading the file gives every value back as it was; a missing value is NA. What no such file can \
    say is lost: a categorical column comes back as text, and one without any value as numbers, \
    unless 'types' says otherwise. The columns of a matrix are called x1, x2, ….
    """
  let seeAlso = ["read"]

  let x = Parameter<Value>("x", "A table or a matrix.")
  let path = Parameter<String>("path", "The file; one that is there is replaced.", where: .notEmpty)
  let delimiter = Parameter<String>(
    "delimiter", "What stands between fields.", default: ",", keywordOnly: true,
    where: .oneOf([",", ";", "\t", "|"]))

  let examples = [
    Example(
      "A number comes back as it was",
      """
      > write(table(x = [0.1; 1/3]), "thirds.csv")
      > read("thirds.csv").x[2] == 1/3
      true
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    try arguments.context.require(.writeFiles, to: "write files")
    let table = try table(arguments)
    let delimiter = arguments[delimiter].utf8.first ?? UInt8(ascii: ",")
    do {
      try CSV.write(table, to: arguments[path], delimiter: delimiter)
    } catch .fileNotFound(let path) {
      throw arguments.failure(
        .fileNotFound, "the folder of '\(path)' does not exist", at: self.path)
    } catch {
      throw arguments.placing(error, at: path)
    }
    return .none
  }

  private func table(_ arguments: Arguments) throws -> Table {
    if case .table(let table) = arguments[x].content { return table }
    guard let matrix = Matrix(argument: arguments[x]) else {
      throw arguments.failure(
        .argumentType, "'x' must be a table or a matrix, not \(arguments[x].description)", at: x)
    }
    return try Table(matrix, names: (0..<matrix.columns).map { "x\($0 + 1)" })
  }
}

extension DataError {
  /// The column that is not there, or there twice.
  fileprivate var columnName: String? {
    switch self {
    case .unknownColumn(let name, _), .duplicateColumn(let name): name
    default: nil
    }
  }
}

extension Arguments {
  /// An error of the data layer with the caret on an argument, unless it names another.
  func placing(_ error: DataError, at parameter: some AnyParameter) -> any Error {
    if error.argumentName != nil { return error }
    var diagnostic = error.diagnostic
    diagnostic.span = span(of: parameter)
    diagnostic.source = source
    return diagnostic
  }
}
