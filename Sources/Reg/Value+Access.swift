import OrderedCollections
import RegData
public import RegLinearAlgebra
public import RegRuntime
import RegSyntax

extension Value {
  /// A field of a record or a model, or a column of a table.
  ///
  /// - Throws: `RegError` when there is none of that name.
  public subscript(field: String) -> Value {
    get throws {
      let name = Name.fold(field)
      switch content {
      case .record(let record):
        do {
          if let value = try record.field(name) { return value }
        } catch let diagnostic as Diagnostic {
          throw RegError([diagnostic])
        }
        throw unknown(field, among: record.names, code: .unknownField)
      case .table(let table):
        if let column = table[field] {
          if case .date = column { return Value(column) }
          if let numbers = column.numbers { return Value(numbers) }
          if let texts = column.texts { return Value(Grid(column: texts)) }
        }
        throw unknown(field, among: table.names, code: .unknownColumn)
      default: throw RegError(.unknownField, "\(description) has no field '\(field)'")
      }
    }
  }

  /// The number, or the only entry of an array.
  public func double() throws -> Double { try converted() }

  /// The whole number.
  public func int() throws -> Int { try converted() }

  public func bool() throws -> Bool { try converted() }

  public func string() throws -> String { try converted() }

  /// The entries in column order: of a vector, a matrix or a range.
  public func doubles() throws -> [Double] { try matrix().values }

  public func strings() throws -> [String] { try converted() }

  public func matrix() throws -> Matrix { try converted() }

  private func converted<Result: ArgumentConvertible>() throws -> Result {
    guard let result = Result(argument: self) else {
      throw RegError(.typeMismatch, "\(description) is not \(Result.typeName)")
    }
    return result
  }

  private func unknown(
    _ name: String, among names: [String], code: DiagnosticCode
  ) -> RegError {
    RegError(
      code, "\(description) has no '\(name)'",
      help: nearest(name, in: names).map { "did you mean '\($0)'?" })
  }
}
