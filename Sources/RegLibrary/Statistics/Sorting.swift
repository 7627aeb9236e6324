import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// `sort` and `order`.
struct Sorting: Builtin {
  let name: String
  let category = Category.statistics
  let summary: String
  let details: String? = """
    Equal elements keep their order. Missing and nan come last, either way. Strings are compared \
    by their characters' code points, whatever the language of the machine.
    """
  let examples: [Example]
  let seeAlso: [String]
  private let givesPositions: Bool

  let x = Parameter<Value>("x", "A vector of numbers, logicals or strings.")
  let descending = Parameter<Bool>("descending", "Start with the largest.", default: false)

  static let sort = Sorting(
    name: "sort", summary: "Puts a vector in order, the smallest first.",
    examples: [
      Example("Numbers", "> sort([3, 1, missing, 2])\n1  2  3  missing"),
      Example("Strings", #"> sort(["b"; "a"])\#na\#nb"#),
    ], seeAlso: ["order", "unique"], givesPositions: false)

  static let order = Sorting(
    name: "order", summary: "Gives the positions that put a vector in order.",
    examples: [
      Example(
        "One vector in the order of another",
        """
        > names = ["bmi"; "age"; "bp"]
        > names[order([0.2; 0.9; 0.5], descending = true)]
        age
        bp
        bmi
        """)
    ], seeAlso: ["sort", "find"], givesPositions: true)

  func call(_ arguments: Arguments) throws -> Value {
    let array = try AnyArray(arguments[x], arguments, parameter: x)
    guard array.isVector || array.count == 0 else {
      throw arguments.failure(
        .argumentShape, "'x' must be a vector, not a \(array.rows) × \(array.columns) array",
        at: x)
    }
    let positions = order(array, descending: arguments[descending])
    guard givesPositions else { return array.selecting(positions) }
    return Value(positions.map { Double($0 + 1) })
  }

  private func order(_ array: AnyArray, descending: Bool) -> [Int] {
    switch array {
    case .numbers(let matrix):
      sorted(matrix.values.map { $0.isNaN ? nil : $0 }, descending) { $0 < $1 }
    case .logicals(let mask): sorted(mask.elements, descending) { !$0 && $1 }
    case .column(let column): column.order(descending: descending)
    case .texts(let texts):
      sorted(texts.elements, descending) {
        $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
      }
    }
  }

  /// Swift's sort is stable, so turning the comparison round keeps equals in their order.
  private func sorted<Element>(
    _ elements: [Element?], _ descending: Bool, _ precedes: (Element, Element) -> Bool
  ) -> [Int] {
    elements.indices.sorted { first, second in
      guard let a = elements[first] else { return false }
      guard let b = elements[second] else { return true }
      return descending ? precedes(b, a) : precedes(a, b)
    }
  }
}

struct Unique: Builtin {
  let name = "unique"
  let category = Category.statistics
  let summary = "Gives each different element once, in the order in which they first come."
  let details: String? = "Of a matrix a vector comes back. Missing counts as one value, nan as one."
  let seeAlso = ["sort", "count"]

  let x = Parameter<Value>("x", "An array of numbers, logicals or strings.")

  let examples = [
    Example("Numbers", "> unique([3, 1, 3, 2, 1])\n3  1  2"),
    Example("Strings", #"> unique(["b"; "a"; "b"])\#nb\#na"#),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let array = try AnyArray(arguments[x], arguments, parameter: x)
    return switch array {
    case .numbers(let matrix): array.selecting(firsts(matrix.values.map(\.identity)))
    case .logicals(let mask): array.selecting(firsts(mask.elements))
    case .texts(let texts): array.selecting(firsts(texts.elements))
    case .column(let column): array.selecting(firsts(array.cells(of: column)))
    }
  }

  private func firsts<Element: Hashable>(_ elements: [Element]) -> [Int] {
    var seen: Set<Element> = []
    return elements.indices.filter { seen.insert(elements[$0]).inserted }
  }
}

extension AnyArray {
  /// What tells the values of a column apart.
  fileprivate func cells(of column: Column) -> [String?] {
    if case .logical(let logicals) = column { return logicals.map { $0.map { "\($0)" } } }
    return column.dateTexts
  }
}

extension Double {
  /// Equal for numbers that a reader would call the same: both zeros, and every nan but missing.
  fileprivate var identity: UInt64 {
    if self == 0 { return 0 }
    guard isNaN else { return bitPattern }
    return (isMissing ? Double.missing : Double.nan).bitPattern
  }
}
