import RegData
import RegLinearAlgebra

/// What a value that is not a scalar refers to.
///
/// An object is changed only while one value refers to it, so sharing one between variables, or
/// handing it to another thread, never shows a change.
public class Object: @unchecked Sendable {
  init() {}

  public var content: Content { .none }
}

public final class TextObject: Object, @unchecked Sendable {
  var text: String
  init(_ text: String) { self.text = text }
  public override var content: Content { .text(text) }
}

public final class MatrixObject: Object, @unchecked Sendable {
  var matrix: Matrix
  init(_ matrix: Matrix) { self.matrix = matrix }
  public override var content: Content { .matrix(matrix) }
}

public final class MaskObject: Object, @unchecked Sendable {
  var mask: Grid<Bool>
  init(_ mask: Grid<Bool>) { self.mask = mask }
  public override var content: Content { .mask(mask) }
}

public final class TextsObject: Object, @unchecked Sendable {
  var texts: Grid<String?>
  init(_ texts: Grid<String?>) { self.texts = texts }
  public override var content: Content { .texts(texts) }
}

public final class RangeObject: Object, @unchecked Sendable {
  let range: NumberRange
  init(_ range: NumberRange) { self.range = range }
  public override var content: Content { .range(range) }
}

public final class TableObject: Object, @unchecked Sendable {
  var table: Table
  init(_ table: Table) { self.table = table }
  public override var content: Content { .table(table) }
}

public final class RecordObject: Object, @unchecked Sendable {
  var record: Record
  init(_ record: Record) { self.record = record }
  public override var content: Content { .record(record) }
}

public final class ListObject: Object, @unchecked Sendable {
  var elements: [Value]
  init(_ elements: [Value]) { self.elements = elements }
  public override var content: Content { .list(elements) }
}
