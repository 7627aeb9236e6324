import Foundation
import Reg
import Testing

/// Exported code against `predict`, by compiling or running it where its language is installed.
@Suite("Models in other languages")
struct ExportTests {
  /// A model and the rows that it is asked about.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let fit: String

    var testDescription: String { name }
  }

  private static let data = #"""
    n = 120
    k = 1:n
    age = 30 + 41 * abs(sin(k))
    dose = 0.5 + 4 * abs(cos(3 * k))
    level = map(i -> mod(i, 4), k)
    lost = map(i -> if mod(i, 7) == 0 { missing } else { 3 * sin(i) }, k)
    arm = map(i -> ["it's", "a \"b\"", "größer ?"][mod(i, 3) + 1], k)
    sex = map(i -> if mod(i * i, 5) < 2 { "f" } else { "m" }, k)
    d = table(age = age, dose = dose, level = level, lost = lost, arm = arm, sex = sex)
    d["body mass"] = 20 + 3 * cos(k)
    d.old = d.age > 50
    d.y = sqrt(age) + 2 * dose - level + 5 * sin(k) + map(a -> len(a), arm)
    """#

  static let cases = [
    Case(
      name: "factors",
      fit: "ridge(d, y ~ arm * dose + C(level, ref = 2) + C(sex, contrast = \"sum\") + C(old) + "
        + "`body mass`, λ = 0.01)"),
    Case(
      name: "bases",
      fit: "ridge(d, y ~ ns(age, 4) + bs(dose, 5) + poly(log(`body mass`), 3):sex + "
        + "ns(age, 3):dose, λ = 1e-4)"),
    Case(
      name: "gaps",
      fit: "ridge(d, y ~ impute(lost) + is_missing(lost) + standardize(sqrt(impute(lost)^2 + 1)) + "
        + "impute(arm), λ = 0.01)"),
    Case(
      name: "imputed", fit: "ridge(d, y ~ lost + arm, λ = 0.01, na = \"impute\")"),
    Case(
      name: "arithmetic",
      fit: "ridge(d, y ~ I(age^2 / {100} - dose * -3) + I(age > 50 and not (sex == \"f\")) + "
        + "I(dose / (level + 1)) + pmax(dose, 2) + pmin(age, 40) + logistic(dose - 2) + floor(age) + "
        + "exp(-dose) + I(level != 2 or dose >= 3) + I(sex in [\"m\", \"x\"]) + I(level in [1, 3]) + abs(sin(age)) + sign(dose - 2) + hypot(age, dose)"
        + " + ceil(dose) + trunc(age) + log2(dose) + log10(age) + tanh(dose) + atan2(age, dose), "
        + "λ = 0.001)"),
    Case(
      name: "offset", fit: "lasso(d, y ~ dose + offset(log(age)) + offset(level), λ = 0.01)"),
    Case(
      name: "matrix", fit: "ridge(matrix(d, [\"age\", \"dose\"]), d.y, λ = 0.01)"),
    Case(name: "nothing", fit: "lasso(d, y ~ dose, λ = 1e6)"),
  ]

  /// One row of arguments: text or a number for each column.
  private enum Cell {
    case number(Double)
    case text(String?)
  }

  /// The rows, and what `predict` makes of them.
  private func expected(
    _ model: Case, _ session: Session
  ) throws -> (columns: [String], rows: [[Cell]], [Double]) {
    _ = try session.value(Self.data)
    _ = try session.value("new = d[[1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 7, 14], :]")
    _ = try session.value("new.age = new.age * 1.3 - 8; new.dose = new.dose * 1.2 - 0.3")
    if model.name == "arithmetic" { _ = try session.value("new.dose = new.dose + 1") }
    _ = try session.value("m = \(model.fit)")
    let isMatrix = model.name == "matrix"
    let table = isMatrix ? "matrix(new, [\"age\", \"dose\"])" : "new"
    let predictions = try session.value("predict(m, \(table))").doubles()
    let inputs = try JSONSerialization.jsonObject(
      with: Data(session.value("export(m, \"json\")").string().utf8))
    let names = try #require((inputs as? [String: Any])?["inputs"] as? [[String: String]])
      .compactMap { $0["name"] }
    var columns: [[Cell]] = []
    for name in names {
      let source = ["x1": "age", "x2": "dose"][name] ?? name
      if ["arm", "sex"].contains(source) {
        let texts = try (1...12).map { try session.value("new[\($0), \"\(source)\"]").string() }
        columns.append(texts.map { .text($0) })
      } else {
        let numbers = try session.value("1.0 * new[\"\(source)\"]").doubles()
        columns.append(numbers.map { .number($0) })
      }
    }
    return (names, (0..<12).map { row in columns.map { $0[row] } }, predictions)
  }

  private func compare(_ found: [Double], _ expected: [Double], _ language: String) {
    #expect(found.count == expected.count, "\(language)")
    for (found, expected) in zip(found, expected) {
      #expect(abs(found - expected) <= 1e-12 * max(1, abs(expected)), "\(language)")
    }
  }

  // MARK: the languages

  @Test("SQL gives the same in SQLite", .enabled(if: Tools.hasSQLite), arguments: cases)
  func sql(model: Case) throws {
    let session = Session(capabilities: .all)
    let (columns, rows, expected) = try expected(model, session)
    let code = try session.value("export(m, \"sql\")").string()
    let selects = rows.enumerated().map { index, row in
      let cells = zip(columns, row).map { name, cell in
        let value =
          switch cell {
          case .number(let number): number.isNaN ? "NULL" : "\(number)"
          case .text(let text):
            text.map { "'\($0.replacingOccurrences(of: "'", with: "''"))'" } ?? "NULL"
          }
        return "\(value) AS \"\(name)\""
      }
      return "SELECT " + (["\(index) AS place"] + cells).joined(separator: ", ")
    }
    let query =
      "SELECT place,\n\(code) AS prediction FROM (\(selects.joined(separator: " UNION ALL "))) "
      + "ORDER BY place"
    let folder = try Scratch()
    try folder.write("empty.db", "")
    session["query"] = Value(query)
    session["database"] = Value("sqlite:" + folder.path("empty.db"))
    let found = try session.value("read(database, query).prediction").doubles()
    compare(found, expected, "sql")
  }

  @Test(
    "dates are text in SQL, and days where they are numbers", .enabled(if: Tools.hasSQLite),
    arguments: [
      "ridge(d, y ~ day * x, λ = 0.01)", "ridge(keep(d, [\"day\", \"x\"]), d.y, λ = 0.01)",
    ])
  func dates(fit: String) throws {
    let folder = try Scratch()
    let session = Session(capabilities: .all)
    _ = try session.value(
      #"""
      days = ["2024-02-28"; "2024-02-29"; "1969-12-31"; "0001-01-01"; "9999-12-31"]
      d = table(y = [1; 2; 4; 3; 6], x = 1:5, day = date(days))
      m = \#(fit)
      save(m, "\#(folder.path("m.regm"))")
      m = load("\#(folder.path("m.regm"))")
      """#)
    let expected = try session.value("predict(m, keep(d, [\"day\", \"x\"]))").doubles()
    let code = try session.value("export(m, \"sql\")").string()
    let texts = try (1...5).map { try session.value("days[\($0)]").string() }
    let dates = texts.map { "'\($0)'" } + ["'2024-02-29 00:00:00'", "19783", "'29.2.2024'", "NULL"]
    let rows = dates.enumerated().map { row, date in
      "SELECT \(row) AS place, \(date) AS day, \(row < 5 ? row + 1 : 2) AS x"
    }
    try folder.write("empty.db", "")
    session["query"] = Value(
      "SELECT \(code) AS prediction FROM (\(rows.joined(separator: " UNION ALL "))) ORDER BY place")
    session["database"] = Value("sqlite:" + folder.path("empty.db"))
    let found = try session.value("read(database, query).prediction").doubles()
    compare(Array(found.prefix(6)), expected + [expected[1]], "sql")
    #expect(found.count == 9 && found.suffix(3).allSatisfy(\.isNaN))
    #expect(try session.value("export(m, \"json\")").string().contains(#""type": "date""#))
    for language in ["c", "swift", "python"] {
      let code = try session.value("export(m, \"\(language)\")").string()
      #expect(code.contains("day is a number of days since 1970-01-01"), "\(language)")
    }
  }

  @Test("JSON gives the same when it is worked out by what its lists mean", arguments: cases)
  func json(model: Case) throws {
    let session = Session()
    let (columns, rows, expected) = try expected(model, session)
    let code = try session.value("export(m, \"json\")").string()
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(code.utf8)) as? [String: Any])
    let found = try rows.map { row in
      var values: [String: Any] = [:]
      for (name, cell) in zip(columns, row) {
        switch cell {
        case .number(let number): values[name] = number
        case .text(let text): values[name] = text ?? NSNull()
        }
      }
      return try ListFormula(row: values).number(try #require(object["prediction"]))
    }
    compare(found, expected, "json")
  }

  @Test("Python gives the same", .enabled(if: Tools.python != nil))
  func python() throws {
    let session = Session()
    let folder = try Scratch()
    var main = ""
    var all: [Double] = []
    for (index, model) in Self.cases.enumerated() {
      let (_, rows, expected) = try expected(model, session)
      all += expected
      try folder.write("m\(index).py", session.value("export(m, \"python\")").string())
      main += "import m\(index)\n"
      for row in rows {
        let cells = row.map { cell in
          switch cell {
          case .number(let number): number.isNaN ? "None" : "\(number)"
          case .text(let text): text.map { "'''\($0)'''" } ?? "None"
          }
        }
        main += "print(repr(m\(index).predict(\(cells.joined(separator: ", ")))))\n"
      }
    }
    try folder.write("main.py", main)
    let output = try Tools.run(try #require(Tools.python), [folder.path("main.py")])
    compare(output.split(separator: "\n").compactMap { Double($0) }, all, "python")
  }

  @Test("C gives the same, and compiles without a warning", .enabled(if: Tools.c != nil))
  func c() throws {
    let session = Session()
    let folder = try Scratch()
    var main = "#include <math.h>\n#include <stdio.h>\n"
    var body = ""
    var files: [String] = []
    var all: [Double] = []
    for (index, model) in Self.cases.enumerated() {
      let (_, rows, expected) = try expected(model, session)
      all += expected
      let code = try session.value("export(m, \"c\", name = \"model_\(index)\")").string()
      try folder.write("m\(index).c", code)
      files.append(folder.path("m\(index).c"))
      let kinds = rows[0].map { if case .text = $0 { "const char *" } else { "double" } }
      main += "double model_\(index)(\(kinds.isEmpty ? "void" : kinds.joined(separator: ", ")));\n"
      for row in rows {
        let cells = row.map { cell in
          switch cell {
          case .number(let number): number.isNaN ? "NAN" : "\(number)"
          case .text(let text):
            text.map { "\"\($0.replacingOccurrences(of: "\"", with: "\\\""))\"" } ?? "0"
          }
        }
        body += "  printf(\"%.17g\\n\", model_\(index)(\(cells.joined(separator: ", "))));\n"
      }
    }
    try folder.write("main.c", main + "int main(void) {\n\(body)  return 0;\n}\n")
    let arguments = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-o", folder.path("main")]
    _ = try Tools.run(try #require(Tools.c), arguments + [folder.path("main.c")] + files + ["-lm"])
    let output = try Tools.run(folder.path("main"), [])
    compare(output.split(separator: "\n").compactMap { Double($0) }, all, "c")
  }

  @Test("Swift gives the same", .enabled(if: Tools.swift != nil))
  func swift() throws {
    let session = Session()
    let folder = try Scratch()
    var main = ""
    var files: [String] = []
    var all: [Double] = []
    for (index, model) in Self.cases.enumerated() {
      let (columns, rows, expected) = try expected(model, session)
      all += expected
      let code = try session.value("export(m, \"swift\", name = \"model_\(index)\")").string()
      try folder.write("m\(index).swift", code)
      files.append(folder.path("m\(index).swift"))
      for row in rows {
        let cells = zip(columns, row).map { name, cell in
          let label = name.replacingOccurrences(of: " ", with: "_")
          switch cell {
          case .number(let number): return "\(label): \(number.isNaN ? ".nan" : "\(number)")"
          case .text(let text):
            return "\(label): " + (text.map { "#\"\($0)\"#" } ?? "nil")
          }
        }
        main += "print(model_\(index)(\(cells.joined(separator: ", "))))\n"
      }
    }
    try folder.write("main.swift", main)
    let arguments = ["-Onone", "-o", folder.path("main"), folder.path("main.swift")]
    _ = try Tools.run(try #require(Tools.swift), arguments + files)
    let output = try Tools.run(folder.path("main"), [])
    compare(output.split(separator: "\n").compactMap { Double($0) }, all, "swift")
  }
}

/// What is installed, and how it is run.
enum Tools {
  static let python = path(of: "python3")
  static let c = path(of: "cc") ?? path(of: "clang") ?? path(of: "gcc")
  static let swift = path(of: "swiftc")
  static let hasSQLite = ["x86_64", "aarch64"].contains { architecture in
    FileManager.default.fileExists(atPath: "/usr/lib/\(architecture)-linux-gnu/libsqlite3.so.0")
  }

  private static func path(of tool: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(tool)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  /// What a program prints; throws what it complains about.
  static func run(_ tool: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failed(description: "\(tool): \(String(decoding: complaint, as: UTF8.self))")
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// A folder that is gone with its owner.
final class Scratch {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path() }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }
}

/// Works out the nested lists of an exported model, by what the documentation says of them.
struct ListFormula {
  let row: [String: Any]

  func number(_ node: Any) throws -> Double {
    if let number = node as? Double { return number }
    let list = try #require(node as? [Any])
    let name = try #require(list[0] as? String)
    switch name {
    case "column": return row[try #require(list[1] as? String)] as? Double ?? .nan
    case "is_missing": return try isMissing(list[1]) ? 1 : 0
    case "fill":
      let value = try number(list[1])
      return value.isNaN ? try number(list[2]) : value
    case "levels":
      let pairs = try #require(list[2] as? [[Any]])
      if pairs.first?.first is String {
        let text = try text(list[1])
        return pairs.first { $0[0] as? String == text }?[1] as? Double ?? .nan
      }
      let value = try number(list[1])
      return pairs.first { $0[0] as? Double == value }?[1] as? Double ?? .nan
    case "pieces": return try pieces(list)
    case "==" where isText(list[2]), "!=" where isText(list[2]):
      guard let text = try text(list[1]) else { return .nan }
      return (text == (list[2] as? [Any])?[1] as? String) == (name == "==") ? 1 : 0
    default: return try apply(name, list.dropFirst().map(number))
    }
  }

  private func isText(_ node: Any) -> Bool { (node as? [Any])?.first as? String == "text" }

  private func text(_ node: Any) throws -> String? {
    let list = try #require(node as? [Any])
    guard list[0] as? String == "fill" else {
      return row[try #require(list[1] as? String)] as? String
    }
    return try text(list[1]) ?? list[2] as? String
  }

  private func isMissing(_ node: Any) throws -> Bool {
    if let list = node as? [Any], list[0] as? String == "column",
      let name = list[1] as? String, row[name] is String
    {
      return false
    }
    return try number(node).isNaN
  }

  private func pieces(_ list: [Any]) throws -> Double {
    let x = try number(list[1])
    let breaks = try #require(list[2] as? [Double])
    let pieces = try #require(list[3] as? [[Any]])
    let piece = pieces[breaks.firstIndex { x < $0 } ?? breaks.count]
    let t = (x - (try number(piece[0]))) / (try number(piece[1]))
    let coefficients = try #require(piece[2] as? [Double])
    return coefficients.reversed().reduce(0) { $0 * t + $1 }
  }

  private func apply(_ name: String, _ values: [Double]) throws -> Double {
    let (a, b) = (values[0], values.last ?? .nan)
    func holds(_ condition: Bool) -> Double { a.isNaN || b.isNaN ? .nan : condition ? 1 : 0 }
    switch name {
    case "+": return values.reduce(0, +)
    case "*": return values.reduce(1, *)
    case "-": return -a
    case "/": return a / b
    case "^": return pow(a, b)
    case "<": return holds(a < b)
    case "<=": return holds(a <= b)
    case ">": return holds(a > b)
    case ">=": return holds(a >= b)
    case "==": return holds(a == b)
    case "!=": return holds(a != b)
    case "pmin": return min(a, b)
    case "pmax": return max(a, b)
    case "hypot": return hypot(a, b)
    case "atan2": return atan2(a, b)
    case "log": return log(a)
    case "log2": return log2(a)
    case "log10": return log10(a)
    case "exp": return exp(a)
    case "sqrt": return a.squareRoot()
    case "abs": return abs(a)
    case "sin": return sin(a)
    case "sign": return a > 0 ? 1 : a < 0 ? -1 : 0
    case "floor": return a.rounded(.down)
    case "ceil": return a.rounded(.up)
    case "trunc": return a.rounded(.towardZero)
    case "tanh": return tanh(a)
    case "logistic": return 1 / (1 + exp(-a))
    default: throw Tools.Failed(description: "no list is called \(name)")
    }
  }
}

extension Session {
  /// The value of the last statement of a text.
  func value(_ text: String) throws -> Value { try run(compile(text)) }
}
