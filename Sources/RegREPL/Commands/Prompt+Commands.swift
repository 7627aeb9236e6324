import Reg
import RegOutput
import RegRuntime
import RegSyntax

/// What the longer commands do.
extension Prompt {
  /// The variables with what they are and take, aligned.
  func listVariables() {
    let columns = Terminal.size.columns
    let rows = session.names.compactMap { name in
      session[name].map { value in
        (
          name.cut(to: max(columns / 2 - 6, 4)), value.summary,
          ByteCount.text(session.byteCount(of: name))
        )
      }
    }
    guard !rows.isEmpty else { return complain("there are no variables") }
    func width(_ texts: [String]) -> Int { texts.map { DisplayWidth.columns(of: $0) }.max() ?? 0 }
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(width - DisplayWidth.columns(of: text), 0))
    }
    let (first, last) = (width(rows.map(\.0)), width(rows.map(\.2)))
    let room = max(columns - first - last - 6, 4)
    let second = min(width(rows.map(\.1)), room)
    let lines = rows.map { name, what, bytes in
      let (name, what) = (padded(name, first), padded(what.cut(to: room), second))
      return "  \(name)  \(what)  \(String(repeating: " ", count: last - bytes.count))\(bytes)"
    }
    Pager.show(lines.joined(separator: "\n"))
  }

  func save(_ path: String) throws {
    guard !path.isEmpty else { return complain("name a file: :save study.regs") }
    try reporting {
      let refused = try session.save(to: path)
      let count = session.names.count - refused.count
      complain("\(count) variable\(count == 1 ? "" : "s") in \(path)")
      for (name, reason) in refused { complain("  without \(name): \(reason)") }
    }
  }

  func load(_ path: String) throws {
    guard !path.isEmpty else { return complain("name a file that :save has written") }
    try reporting {
      let names = try session.load(from: path)
      complain(names.isEmpty ? "no variables" : names.joined(separator: ", "))
    }
  }

  func edit(_ name: String) throws {
    var text = state.lastStatement
    if !name.isEmpty {
      guard let value = session[name], let word = value.typed else {
        return complain("there is no variable '\(name)' whose value can be typed")
      }
      text = "\(name) = \(word)"
    }
    guard let edited = ExternalEditor.edit(text) else {
      return complain("the editor failed, and nothing is run; $EDITOR names it")
    }
    guard !edited.isEmpty else { return }
    complain(edited)
    try respond(to: edited)
  }

  func set(_ setting: String) {
    let words = setting.split(separator: " ")
    let names = PlotStyle.allCases.map(\.rawValue)
    guard words.first == "plot", words.count <= 2 else {
      return complain("there is one setting: :set plot \(names.joined(separator: "|"))")
    }
    guard words.count == 2 else { return complain("plot \(state.plotStyle.rawValue)") }
    guard let style = PlotStyle(rawValue: String(words[1])) else {
      return complain("plots are shown as \(names.joined(separator: ", "))")
    }
    state.plotStyle = style
  }

  private func reporting(_ body: () throws -> Void) throws {
    do { try body() } catch let error as RegError {
      complain(error.text(hasColor: options.hasColor, width: Terminal.size.columns))
    }
  }
}

extension Value {
  /// What it is, with its size: `a 442 × 11 table`.
  fileprivate var summary: String {
    switch content {
    case .number(let number): NumberText.display(number)
    case .table(let table): "a \(table.rowCount) × \(table.columnCount) table"
    case .text(let text): "a string of \(text.count)"
    case .list(let elements): "a list of \(elements.count)"
    case .record(let record) where record.backing == nil: "a record of \(record.names.count)"
    default: description
    }
  }

  /// The value as it would be typed, for what is short.
  fileprivate var typed: String? {
    switch content {
    case .number(let number): number.isFinite ? "\(number)" : nil
    case .logical(let logical): "\(logical)"
    case .matrix(let matrix) where matrix.count <= 100:
      "["
        + (0..<matrix.rows).map { row in
          (0..<matrix.columns).map { "\(matrix[row, $0])" }.joined(separator: ", ")
        }.joined(separator: "; ") + "]"
    default: nil
    }
  }
}
