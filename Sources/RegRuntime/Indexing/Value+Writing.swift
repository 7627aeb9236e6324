import RegData
import RegLinearAlgebra
import RegSyntax

/// One step from a variable to the part of it that is assigned.
enum PlaceStep {
  case subscripts([SubscriptValue], Span)
  case field(Name)

  var span: Span {
    switch self {
    case .subscripts(_, let span): span
    case .field(let name): name.span
    }
  }
}

/// Assignment to a part of a value, in place where nobody else refers to it.
///
/// The object is taken out of the value while it is changed, so that the count of its references
/// is the truth; whatever happens it is put back.
enum Writing {
  static func store(
    _ new: Value, at path: ArraySlice<PlaceStep>, in value: inout Value, _ context: Context
  ) throws(Diagnostic) {
    guard let step = path.first else {
      value = new
      return
    }
    let rest = path.dropFirst()
    guard case .object(var object) = value else {
      guard case .subscripts(let subscripts, _) = step, rest.isEmpty else {
        throw notAssignable(value, step)
      }
      return try storeScalar(new, subscripts, in: &value, step, context)
    }
    value = .none
    defer { value = .object(object) }
    do throws(Diagnostic) {
      switch object.kind {
      case .matrix: try storeEntries(new, step, rest, inMatrix: &object, context)
      case .mask: try storeEntries(new, step, rest, inMask: &object)
      case .texts: try storeEntries(new, step, rest, inTexts: &object)
      case .range: try storeEntries(new, step, rest, inRange: &object, context)
      case .column: try storeEntries(new, subscripts(step, rest, of: object), in: &object)
      case .list: try storeElement(new, step, rest, in: &object, context)
      case .record: try storeField(new, step, rest, in: &object, context)
      case .table: try storeColumn(new, step, rest, in: &object, context)
      default: throw notAssignable(.object(object), step)
      }
    } catch {
      var diagnostic = error
      diagnostic.span = diagnostic.span ?? step.span
      throw diagnostic
    }
  }

  static func notAssignable(_ value: Value, _ step: PlaceStep) -> Diagnostic {
    switch step {
    case .subscripts:
      Diagnostic(.badIndex, "\(value.description) has no entries to assign", at: step.span)
    case .field(let name):
      Diagnostic(.unknownField, "\(value.description) has no fields to assign", at: name.span)
    }
  }

  /// A number is an array of one where it is indexed.
  private static func storeScalar(
    _ new: Value, _ subscripts: [SubscriptValue], in value: inout Value, _ step: PlaceStep,
    _ context: Context
  ) throws(Diagnostic) {
    guard case .number(let number) = value else { throw notAssignable(value, step) }
    var array = Value([number])
    try store(new, at: [step], in: &array, context)
    value = array
  }

  // MARK: Arrays

  private static func storeEntries(
    _ new: Value, _ step: PlaceStep, _ rest: ArraySlice<PlaceStep>, inMatrix object: inout Object,
    _ context: Context
  ) throws(Diagnostic) {
    let subscripts = try subscripts(step, rest, of: object)
    guard let entries = try NumericOperand(new, context) else {
      throw Diagnostic(
        .typeMismatch, "\(new.description) cannot be an entry of a matrix of numbers")
    }
    let shape = Value.object(object).shape
    let places = try ArrayPlaces(subscripts, rows: shape.rows, columns: shape.columns)
    try checkFit(new, places)
    if !isKnownUniquelyReferenced(&object) {
      try context.reserve(rows: shape.rows, columns: shape.columns)
    }
    makeUnique(&object) { MatrixObject(unsafeDowncast($0, to: MatrixObject.self).matrix) }
    let owned = unsafeDowncast(object, to: MatrixObject.self)
    switch entries {
    case .scalar(let number):
      owned.matrix.withUnsafeMutableBuffer { out in
        forEach(places) { out[$0] = number }
      }
    case .array(let source):
      owned.matrix.withUnsafeMutableBuffer { out in
        var k = 0
        forEach(places) {
          out[$0] = source[k]
          k += 1
        }
      }
    }
  }

  private static func storeEntries(
    _ new: Value, _ step: PlaceStep, _ rest: ArraySlice<PlaceStep>, inMask object: inout Object
  ) throws(Diagnostic) {
    let subscripts = try subscripts(step, rest, of: object)
    let source: Grid<Bool>
    switch new.content {
    case .logical(let logical): source = Grid(column: [logical])
    case .mask(let mask): source = mask
    case .number where new.isMissing, .column(.logical):
      // A gap makes a column of the mask, since a mask has none.
      let mask = unsafeDowncast(object, to: MaskObject.self).mask
      guard mask.columns == 1 else {
        throw Diagnostic(.typeMismatch, "a mask of several columns has no missing values")
      }
      var column: Object = ColumnObject(.logical(mask.elements))
      try storeEntries(new, subscripts, in: &column)
      object = column
      return
    default: throw Diagnostic(.typeMismatch, "\(new.description) cannot be an entry of a mask")
    }
    let shape = Value.object(object).shape
    let places = try ArrayPlaces(subscripts, rows: shape.rows, columns: shape.columns)
    try checkFit(new, places)
    makeUnique(&object) { MaskObject(unsafeDowncast($0, to: MaskObject.self).mask) }
    let owned = unsafeDowncast(object, to: MaskObject.self)
    copy(source, to: places, of: &owned.mask)
  }

  private static func storeEntries(
    _ new: Value, _ step: PlaceStep, _ rest: ArraySlice<PlaceStep>, inTexts object: inout Object
  ) throws(Diagnostic) {
    let subscripts = try subscripts(step, rest, of: object)
    let source: Grid<String?>
    switch new.content {
    case .text(let text): source = Grid(column: [text])
    case .texts(let texts): source = texts
    case .column(.categorical(let categories)): source = Grid(column: categories.text)
    case .number(let number) where number.isMissing: source = Grid(column: [nil])
    default:
      throw Diagnostic(
        .typeMismatch, "\(new.description) cannot be an entry of an array of strings")
    }
    let shape = Value.object(object).shape
    let places = try ArrayPlaces(subscripts, rows: shape.rows, columns: shape.columns)
    try checkFit(new, places)
    makeUnique(&object) { TextsObject(unsafeDowncast($0, to: TextsObject.self).texts) }
    let owned = unsafeDowncast(object, to: TextsObject.self)
    copy(source, to: places, of: &owned.texts)
  }

  /// A range that is written to becomes a vector.
  private static func storeEntries(
    _ new: Value, _ step: PlaceStep, _ rest: ArraySlice<PlaceStep>, inRange object: inout Object,
    _ context: Context
  ) throws(Diagnostic) {
    let range = unsafeDowncast(object, to: RangeObject.self).range
    try context.reserve(rows: range.count, columns: 1)
    var vector: Object = MatrixObject(range.matrix)
    try storeEntries(new, step, rest, inMatrix: &vector, context)
    object = vector
  }

  private static func subscripts(
    _ step: PlaceStep, _ rest: ArraySlice<PlaceStep>, of object: Object
  ) throws(Diagnostic) -> [SubscriptValue] {
    guard case .subscripts(let subscripts, _) = step else {
      throw notAssignable(.object(object), step)
    }
    if let next = rest.first {
      throw Diagnostic(.badIndex, "an entry of an array has no parts", at: next.span)
    }
    return subscripts
  }

  /// One value fills every place; more need the shape, or for a vector the number, of the places.
  static func checkFit(_ new: Value, _ places: ArrayPlaces) throws(Diagnostic) {
    let shape = new.shape
    let count = shape.rows * shape.columns
    if count == 1 || (shape.rows == places.rows && shape.columns == places.columns) { return }
    let isVector = shape.rows == 1 || shape.columns == 1
    let areInLine = places.rows == 1 || places.columns == 1
    if isVector, areInLine {
      if count == places.count { return }
      throw Diagnostic(.shapeMismatch, "\(count) values do not fit into \(places.count) places")
    }
    throw Diagnostic(
      .shapeMismatch,
      "\(new.shapeText) values do not fit into \(places.rows) × \(places.columns) places")
  }

  @inline(__always)
  private static func forEach(_ places: ArrayPlaces, _ body: (Int) -> Void) {
    for j in 0..<places.columns {
      for i in 0..<places.rows { body(places.position(i, j)) }
    }
  }

  private static func copy<Element>(
    _ source: Grid<Element>, to places: ArrayPlaces, of grid: inout Grid<Element>
  ) {
    var k = 0
    for j in 0..<places.columns {
      for i in 0..<places.rows {
        grid[places.position(i, j)] = source[source.count == 1 ? 0 : k]
        k += 1
      }
    }
  }

  static func makeUnique(_ object: inout Object, _ copy: (Object) -> Object) {
    if !isKnownUniquelyReferenced(&object) { object = copy(object) }
  }
}
