public import OrderedCollections
public import RegSyntax

/// Named values in order; a fitted model is one too, with a `backing` that knows more.
public struct Record: Sendable {
  /// Values by canonical name.
  public var fields: OrderedDictionary<String, Value>
  public let backing: (any RecordBacking)?

  public init(
    _ fields: OrderedDictionary<String, Value> = [:], backing: (any RecordBacking)? = nil
  ) {
    self.fields = fields
    self.backing = backing
  }

  /// Every field's name, the backing's after the record's own.
  public var names: [String] {
    guard let backing else { return Array(fields.keys) }
    return fields.keys + backing.fieldNames.filter { fields[$0] == nil }
  }

  /// A field by canonical name, or `nil` if there is none.
  public func field(_ name: String) throws -> Value? {
    if let value = fields[name] { return value }
    guard let backing else { return nil }
    guard backing.fieldNames.contains(name) else {
      if let reason = backing.reasonForLack(of: name) { throw reason }
      return nil
    }
    return try backing.field(name)
  }
}

/// What stands behind a record that is more than its fields: a fitted path, a cross-validation.
///
/// It computes fields when they are asked for, answers `model @ λ`, and says how to show itself.
public protocol RecordBacking: Sendable {
  /// What `typeof` answers: "path", "cross-validation", ….
  var typeName: String { get }
  /// Canonical names, in the order in which completion lists them.
  var fieldNames: [String] { get }
  /// The field of one of `fieldNames`.
  func field(_ name: String) throws -> Value
  /// Why this record has no field of a name that others of its kind have; the default knows none.
  func reasonForLack(of name: String) -> Diagnostic?
  /// The value of `record @ operand`; the default throws `type-mismatch`.
  func at(_ operand: Value) throws -> Value
  /// What the prompt and `print` show.
  var presentation: Presentation { get }
}
