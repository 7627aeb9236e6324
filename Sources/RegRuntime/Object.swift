import OrderedCollections
import RegData
import RegLinearAlgebra
import RegSyntax

/// What a value that is not a scalar refers to.
///
/// An object is changed only while one value refers to it, so sharing one between variables, or
/// handing it to another thread, never shows a change.
public class Object: @unchecked Sendable {
  /// Which subclass it is: a comparison of bytes where a dynamic cast would cost a call.
  enum Kind: UInt8 {
    case text, matrix, mask, texts, range, table, column, record, list, formula, function
  }

  let kind: Kind

  init(kind: Kind) { self.kind = kind }

  public var content: Content { .none }
}

public final class TextObject: Object, @unchecked Sendable {
  var text: String
  init(_ text: String) {
    self.text = text
    super.init(kind: .text)
  }
  public override var content: Content { .text(text) }
}

public final class MatrixObject: Object, @unchecked Sendable {
  var matrix: Matrix
  /// What the rows are called where they are shown; whatever is computed of them has no names.
  let rowNames: [String]?
  init(_ matrix: Matrix, rowNames: [String]? = nil) {
    self.matrix = matrix
    self.rowNames = rowNames
    super.init(kind: .matrix)
  }
  public override var content: Content { .matrix(matrix) }
}

public final class MaskObject: Object, @unchecked Sendable {
  var mask: Grid<Bool>
  init(_ mask: Grid<Bool>) {
    self.mask = mask
    super.init(kind: .mask)
  }
  public override var content: Content { .mask(mask) }
}

public final class TextsObject: Object, @unchecked Sendable {
  var texts: Grid<String?>
  init(_ texts: Grid<String?>) {
    self.texts = texts
    super.init(kind: .texts)
  }
  public override var content: Content { .texts(texts) }
}

public final class RangeObject: Object, @unchecked Sendable {
  let range: NumberRange
  init(_ range: NumberRange) {
    self.range = range
    super.init(kind: .range)
  }
  public override var content: Content { .range(range) }
}

public final class TableObject: Object, @unchecked Sendable {
  var table: Table
  init(_ table: Table) {
    self.table = table
    super.init(kind: .table)
  }
  public override var content: Content { .table(table) }
}

public final class RecordObject: Object, @unchecked Sendable {
  var record: Record
  private(set) var nesting: Int
  init(_ record: Record) {
    self.record = record
    nesting = Nesting.around(record.fields.values)
    super.init(kind: .record)
  }
  /// Takes note of a value that is about to be, or has been, put in.
  func adopt(_ value: Value) throws(Diagnostic) {
    nesting = try Nesting.checked(nesting, holding: value)
  }
  public override var content: Content { .record(record) }
}

public final class ListObject: Object, @unchecked Sendable {
  var elements: [Value]
  private(set) var nesting: Int
  init(_ elements: [Value]) {
    self.elements = elements
    nesting = Nesting.around(elements)
    super.init(kind: .list)
  }
  /// Takes note of a value that is about to be, or has been, put in.
  func adopt(_ value: Value) throws(Diagnostic) {
    nesting = try Nesting.checked(nesting, holding: value)
  }
  public override var content: Content { .list(elements) }
}
