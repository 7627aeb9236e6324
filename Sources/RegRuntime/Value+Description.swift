import RegData
import RegLinearAlgebra

extension Value {
  /// What a message calls the value: "a number", "a 3 × 2 matrix", "a table".
  public var description: String {
    switch content {
    case .none: "none"
    case .logical: "a logical"
    case .number(let number): number.isNaN ? NumberText.display(number) : "a number"
    case .text: "a string"
    case .matrix(let matrix): "a \(matrix.rows) × \(matrix.columns) matrix"
    case .mask(let mask): "a \(mask.rows) × \(mask.columns) mask"
    case .texts(let texts): "a \(texts.rows) × \(texts.columns) array of strings"
    case .range(let range): "a range of \(range.count)"
    case .table: "a table"
    case .column(let column): column.description
    case .record(let record): record.backing.map { $0.typeName.withArticle } ?? "a record"
    case .list: "a list"
    case .formula: "a formula"
    case .function: "a function"
    }
  }
}

extension String {
  /// `a ridge path`, `an elastic net path`.
  public var withArticle: String { ("aeiou".contains(prefix(1)) ? "an " : "a ") + self }
}
