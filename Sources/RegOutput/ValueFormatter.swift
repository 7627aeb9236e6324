import RegData
import RegLinearAlgebra
public import RegRuntime
import RegSyntax

/// Lays values out as text: what the prompt, `print` and scripts show.
///
/// Numbers have at most six significant digits, and arrays are aligned column by column. Nothing is
/// cut unless the layout gives a width or a number of rows, and then a line says what is hidden.
public struct ValueFormatter: Sendable {
  public var layout: TextLayout

  public init(layout: TextLayout = TextLayout()) { self.layout = layout }

  /// The value, without a line break at its end.
  public func text(of value: Value) -> String {
    switch value.content {
    case .none: "none"
    case .logical(let logical): logical ? "true" : "false"
    case .number(let number): NumberText.display(number)
    case .text(let text): text
    case .matrix(let matrix): text(of: matrix, rowNames: value.rowNames)
    case .mask(let mask): text(of: mask)
    case .texts(let texts): text(of: texts)
    case .range(let range): text(of: range)
    case .table(let table): text(of: table)
    case .column(let column): text(of: column)
    case .record(let record): text(of: record)
    case .list(let elements): text(of: elements)
    case .formula(let formula): layout.fitted(formula.text.spelledOut)
    case .function(let function): layout.fitted(text(of: function))
    }
  }

  /// The numbers that make the range, as it would be typed.
  func text(of range: NumberRange) -> String {
    let last = range.count == 0 ? range.first - range.step : range[range.count - 1]
    let bounds = range.step == 1 ? [range.first, last] : [range.first, range.step, last]
    return bounds.map { NumberText.display($0) }.joined(separator: ":")
  }

  func text(of function: FunctionObject) -> String {
    switch function {
    case let builtin as BuiltinFunction:
      "\(UsageLine(builtin).text)\n\(builtin.builtin.summary)"
    case let closure as Closure:
      closure.name.map { "fn \($0)(\(closure.parameterText))" }
        ?? "(\(closure.parameterText)) -> …"
    default: inline(.object(function))
    }
  }

  /// The line below an array that says what is left out, or nothing.
  func notes(hiddenRows: Int, hiddenColumns: Int) -> [String] {
    let rows = hiddenRows == 0 ? nil : counted(hiddenRows, "more row")
    let columns = hiddenColumns == 0 ? nil : counted(hiddenColumns, "more column")
    let parts = [rows, columns].compactMap(\.self)
    return parts.isEmpty ? [] : [layout.dimmed("… " + parts.joined(separator: " and "))]
  }
}

/// `1 row`, `2 rows`.
func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
