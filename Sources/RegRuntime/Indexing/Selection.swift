import RegData
import RegLinearAlgebra
import RegSyntax

/// A subscript with its value worked out.
enum SubscriptValue {
  case all
  case value(Value, Span)
}

/// Which of `size` places a subscript means, counted from 0.
enum Selection {
  /// A scalar index, which drops a dimension.
  case one(Int)
  case many([Int])
  case all(Int)

  var count: Int {
    switch self {
    case .one: 1
    case .many(let positions): positions.count
    case .all(let size): size
    }
  }

  @inline(__always)
  subscript(position: Int) -> Int {
    switch self {
    case .one(let place): place
    case .many(let positions): positions[position]
    case .all: position
    }
  }

  var isScalar: Bool { if case .one = self { true } else { false } }

  /// - Parameter what: What is counted, for messages: "row", "column", "entry".
  init(_ subscriptValue: SubscriptValue, of size: Int, _ what: String) throws(Diagnostic) {
    guard case .value(let value, let span) = subscriptValue else {
      self = .all(size)
      return
    }
    do {
      self = try Selection.places(value, of: size, what)
    } catch {
      var diagnostic = error
      diagnostic.span = diagnostic.span ?? span
      throw diagnostic
    }
  }

  private static func places(
    _ value: Value, of size: Int, _ what: String
  ) throws(Diagnostic) -> Selection {
    switch value.content {
    case .number(let number): return .one(try place(number, of: size, what))
    case .matrix(let matrix):
      var positions: [Int] = []
      positions.reserveCapacity(matrix.count)
      for number in matrix.values { positions.append(try place(number, of: size, what)) }
      return .many(positions)
    case .range(let range):
      guard range.count > 0 else { return .many([]) }
      _ = try place(range.first, of: size, what)
      _ = try place(range[range.count - 1], of: size, what)
      var positions: [Int] = []
      positions.reserveCapacity(range.count)
      for k in 0..<range.count { positions.append(try place(range[k], of: size, what)) }
      return .many(positions)
    case .mask(let mask):
      guard mask.count == size else {
        throw Diagnostic(
          .shapeMismatch, "a mask of \(mask.count) cannot choose among \(counted(size, what))")
      }
      return .many(mask.elements.indices.filter { mask.elements[$0] })
    case .column(.logical(let logicals)):
      guard logicals.count == size else {
        throw Diagnostic(
          .shapeMismatch, "a mask of \(logicals.count) cannot choose among \(counted(size, what))")
      }
      // What is not known to be true is not chosen.
      return .many(logicals.indices.filter { logicals[$0] == true })
    case .logical(let logical):
      guard size == 1 else {
        throw Diagnostic(
          .badIndex, "a single logical cannot choose among \(counted(size, what))")
      }
      return .many(logical ? [0] : [])
    default:
      throw Diagnostic(
        .badIndex, "\(value.description) cannot be an index",
        help: "an index is a number, a range, a list of numbers, a mask or ':'")
    }
  }

  static func place(_ number: Double, of size: Int, _ what: String) throws(Diagnostic) -> Int {
    if number >= 1, number <= Double(size), number == number.rounded() { return Int(number) - 1 }
    guard number == number.rounded() else {
      throw Diagnostic(
        .badIndex, "an index is a whole number, not \(NumberText.display(number))")
    }
    let help: String? =
      if number == 0 {
        "the first \(what) is number 1"
      } else if number < 0 {
        number == -1
          ? "'end' is the last \(what)"
          : "counting from the last: [end - \(NumberText.display(-number - 1))]"
      } else {
        nil
      }
    throw Diagnostic(
      .indexOutOfRange,
      "\(what) \(NumberText.display(number)) is out of range: there \(isOrAre(size, what))",
      help: help)
  }

  private static func isOrAre(_ size: Int, _ what: String) -> String {
    switch size {
    case 0: "are none"
    case 1: "is 1"
    default: "are \(size)"
    }
  }

  private static func counted(_ size: Int, _ what: String) -> String {
    let plural = what.hasSuffix("y") ? what.dropLast() + "ies" : what + "s"
    return "\(size) \(size == 1 ? what : String(plural))"
  }
}
