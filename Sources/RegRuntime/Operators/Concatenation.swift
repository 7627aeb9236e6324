import RegData
import RegLinearAlgebra
import RegSyntax

/// `[a, b; c, d]`: arrays put side by side and on top of each other.
enum Concatenation {
  static func matrix(_ rows: [[Value]], _ context: Context) throws(Diagnostic) -> Value {
    if rows.contains(where: { $0.contains(where: \.isTableOrColumn) }) {
      return try TableConcatenation.joined(rows, context)
    }
    if let gaps = TableConcatenation.logicalsWithGaps(rows) { return gaps }
    switch try kind(of: rows.joined()) {
    case .numbers: return Value(try numbers(rows, context))
    case .logicals: return Value(try join(rows, context, { value in Grid(logicals: value) }))
    case .strings: return Value(try join(rows, context, { value in Grid(strings: value) }))
    }
  }

  private enum Kind { case numbers, logicals, strings }

  private static func kind(of values: some Sequence<Value>) throws(Diagnostic) -> Kind {
    var (hasNumbers, hasLogicals, hasStrings) = (false, false, false)
    var hasMissing = false
    for value in values {
      switch value.content {
      case .matrix(let matrix) where matrix.count == 0: continue
      case .number(let number) where number.isMissing: hasMissing = true
      case .number, .matrix, .range: hasNumbers = true
      case .logical, .mask: hasLogicals = true
      case .text, .texts: hasStrings = true
      default:
        throw Diagnostic(
          .typeMismatch, "\(value.description) cannot be part of an array",
          help: "list(…) holds values of any kind")
      }
    }
    if hasStrings, hasNumbers || hasLogicals {
      throw Diagnostic(
        .typeMismatch, "an array holds numbers or strings, not both",
        help: "list(…) holds values of any kind")
    }
    return hasStrings ? .strings : hasLogicals && !hasNumbers && !hasMissing ? .logicals : .numbers
  }

  // MARK: Numbers

  private static func numbers(
    _ rows: [[Value]], _ context: Context
  ) throws(Diagnostic) -> Matrix {
    var blocks: [[Matrix]] = []
    for row in rows {
      var line: [Matrix] = []
      for value in row {
        guard let operand = try NumericOperand(value, context) else { continue }
        line.append(operand.matrix)
      }
      blocks.append(line)
    }
    let layout = try Layout(blocks.map { $0.map { ($0.rows, $0.columns) } }, context)
    var result = Matrix(rows: layout.rows, columns: layout.columns)
    result.withUnsafeMutableBuffer { out in
      layout.place(blocks) { block, row, column in
        block.withUnsafeBuffer { entries in
          for j in 0..<block.columns {
            for i in 0..<block.rows {
              out[(column + j) * layout.rows + row + i] = entries[j * block.rows + i]
            }
          }
        }
      }
    }
    return result
  }

  // MARK: Logicals and strings

  private static func join<Element>(
    _ rows: [[Value]], _ context: Context, _ grid: (Value) -> Grid<Element>?
  ) throws(Diagnostic) -> Grid<Element> {
    let blocks = rows.map { $0.compactMap(grid) }
    let layout = try Layout(blocks.map { $0.map { ($0.rows, $0.columns) } }, context)
    var elements = [Element?](repeating: nil, count: layout.rows * layout.columns)
    layout.place(blocks) { block, row, column in
      for j in 0..<block.columns {
        for i in 0..<block.rows {
          elements[(column + j) * layout.rows + row + i] = block[i, j]
        }
      }
    }
    return Grid(rows: layout.rows, columns: layout.columns, elements: elements.compactMap(\.self))
  }

  /// Where each block goes.
  private struct Layout {
    private(set) var rows = 0
    private(set) var columns = 0

    /// The sizes of the whole; blocks without entries take no part.
    init(_ shapes: [[(rows: Int, columns: Int)]], _ context: Context) throws(Diagnostic) {
      for line in shapes {
        let line = line.filter { $0.rows * $0.columns > 0 }
        guard let height = line.first?.rows else { continue }
        if let odd = line.first(where: { $0.rows != height }) {
          throw Diagnostic(
            .raggedMatrix, "parts side by side have \(height) and \(odd.rows) rows")
        }
        let width = line.reduce(0) { $0 + $1.columns }
        if rows > 0, width != columns {
          throw Diagnostic(
            .raggedMatrix, "the rows have \(columns) and \(width) columns",
            help: "every row needs as many entries as the first")
        }
        columns = width
        rows += height
      }
      try context.reserve(rows: rows, columns: columns)
    }

    func place<Block: Shaped>(_ blocks: [[Block]], _ put: (Block, Int, Int) -> Void) {
      var row = 0
      for line in blocks {
        var column = 0
        var height = 0
        for block in line where block.rows * block.columns > 0 {
          put(block, row, column)
          column += block.columns
          height = block.rows
        }
        row += height
      }
    }
  }
}

/// Anything with rows and columns.
protocol Shaped {
  var rows: Int { get }
  var columns: Int { get }
}

extension Matrix: Shaped {}
extension Grid: Shaped {}

extension Grid<Bool> {
  fileprivate init?(logicals value: Value) {
    switch value.content {
    case .logical(let logical): self.init(column: [logical])
    case .mask(let mask): self = mask
    default: return nil
    }
  }
}

extension Grid<String?> {
  fileprivate init?(strings value: Value) {
    switch value.content {
    case .text(let text): self.init(column: [text])
    case .texts(let texts): self = texts
    case .number(let number) where number.isMissing: self.init(column: [nil])
    default: return nil
    }
  }
}
