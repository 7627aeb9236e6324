public import RegData
public import RegLinearAlgebra

/// Anything a variable can hold.
///
/// Nine bytes, and unboxed for what scalar loops are made of; everything else is one reference to an
/// `Object`. `content` gives the same value back as something to `switch` over.
public enum Value: Sendable {
  case none
  case logical(Bool)
  case number(Double)
  case object(Object)
}

/// A value, taken apart by type.
public enum Content {
  case none
  case logical(Bool)
  case number(Double)
  case text(String)
  case matrix(Matrix)
  case mask(Grid<Bool>)
  case texts(Grid<String?>)
  case range(NumberRange)
  case table(Table)
  /// Categories, dates, or logicals with gaps: what the other arrays cannot hold.
  case column(Column)
  case record(Record)
  case list([Value])
  case formula(FormulaObject)
  case function(FunctionObject)
}

extension Value {
  public init(_ number: Double) { self = .number(number) }
  public init(_ number: Int) { self = .number(Double(number)) }
  public init(_ logical: Bool) { self = .logical(logical) }
  public init(_ text: String) { self = .object(TextObject(text)) }
  public init(_ matrix: Matrix) { self = .object(MatrixObject(matrix)) }
  /// A matrix whose rows are shown with names, as coefficients are.
  public init(_ matrix: Matrix, rowNames: [String]?) {
    self = .object(MatrixObject(matrix, rowNames: rowNames))
  }
  public init(_ mask: Grid<Bool>) { self = .object(MaskObject(mask)) }
  public init(_ texts: Grid<String?>) { self = .object(TextsObject(texts)) }
  public init(_ range: NumberRange) { self = .object(RangeObject(range)) }
  public init(_ table: Table) { self = .object(TableObject(table)) }
  public init(_ record: Record) { self = .object(RecordObject(record)) }
  public init(_ elements: [Value]) { self = .object(ListObject(elements)) }

  /// A vector, n × 1.
  public init(_ vector: [Double]) { self.init(Matrix(vector)) }
  /// A vector of strings, n × 1.
  public init(_ texts: [String]) { self.init(Grid(column: texts.map(Optional.some))) }

  public var content: Content {
    switch self {
    case .none: .none
    case .logical(let logical): .logical(logical)
    case .number(let number): .number(number)
    case .object(let object): object.content
    }
  }

  /// The type as scripts and messages name it.
  public var typeName: String {
    switch content {
    case .none: "none"
    case .logical: "logical"
    case .number: "number"
    case .text: "string"
    case .matrix: "matrix"
    case .mask: "mask"
    case .texts: "string array"
    case .range: "range"
    case .table: "table"
    case .column(let column): column.kind.rawValue
    case .record(let record): record.backing?.typeName ?? "record"
    case .list: "list"
    case .formula: "formula"
    case .function: "function"
    }
  }

  /// What the rows of a matrix are called, one name a row, where they have names.
  public var rowNames: [String]? {
    guard case .object(let object) = self, let matrix = object as? MatrixObject,
      matrix.rowNames?.count == matrix.matrix.rows
    else { return nil }
    return matrix.rowNames
  }

  /// Rows and columns; one by one for all that is not an array, a range or a table.
  public var shape: (rows: Int, columns: Int) {
    switch content {
    case .matrix(let matrix): (matrix.rows, matrix.columns)
    case .mask(let mask): (mask.rows, mask.columns)
    case .texts(let texts): (texts.rows, texts.columns)
    case .range(let range): (range.count, 1)
    case .table(let table): (table.rowCount, table.columnCount)
    case .column(let column): (column.count, 1)
    case .list(let elements): (elements.count, 1)
    default: (1, 1)
    }
  }
}
