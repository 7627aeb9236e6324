import RegData
import RegLinearAlgebra
import RegRuntime

/// The responses of a fit that has more than one.
struct Responses: Sendable {
  /// One row an observation, one column a response.
  let matrix: Matrix
  let names: [String]

  var count: Int { names.count }

  /// A matrix of several columns, or a table of numbers; `nil` for anything else.
  init?(argument: Value) {
    switch argument.content {
    case .table(let table):
      guard table.columnCount > 0, let matrix = try? table.matrix() else { return nil }
      self.init(matrix, names: table.names)
    case .matrix(let matrix) where matrix.columns > 1:
      self.init(matrix, names: nil)
    default:
      return nil
    }
  }

  /// - Parameter names: One a column; if none, y1, y2, ….
  init(_ matrix: Matrix, names: [String]?) {
    self.matrix = matrix
    self.names = names ?? (1...max(matrix.columns, 1)).map { "y\($0)" }
  }

  /// What the left side of a formula gave: `[a, log(b)]` names its columns.
  init(_ matrix: Matrix, formula recipe: DesignRecipe) {
    let parts = Self.elements(of: recipe.responseName ?? "")
    let candidates = [parts, recipe.responseColumns]
    self.init(matrix, names: candidates.first { $0.count == matrix.columns })
  }

  /// A number for each row: the first that no fit can use, if there is one, else the first.
  var markers: [Double] {
    (0..<matrix.rows).map { row in
      let values = (0..<matrix.columns).map { matrix[row, $0] }
      return values.first { !$0.isFinite } ?? values.first ?? 0
    }
  }

  func selecting(rows: [Int]) -> Responses {
    rows.count == matrix.rows
      ? self : Responses(matrix.selecting(rows: rows), names: names)
  }

  /// The parts of `[a, f(b, c)]` between the commas outside all other brackets.
  private static func elements(of text: String) -> [String] {
    guard text.hasPrefix("["), text.hasSuffix("]") else { return [] }
    var parts = [""]
    var depth = 0
    for character in text.dropFirst().dropLast() {
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append("")
      } else if !(character.isWhitespace && (parts.last ?? "").isEmpty) {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}
