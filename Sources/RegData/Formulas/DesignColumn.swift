import RegLinearAlgebra

/// One column of a design: the product of a column of each variable in its term.
public struct DesignColumn: Sendable, Equatable {
  public let name: String
  public let parts: [Part]

  public init(name: String, parts: [Part]) {
    self.name = name
    self.parts = parts
  }

  /// What one variable gives to the product.
  public struct Part: Sendable, Equatable {
    /// Position of the variable among the design's.
    public let variable: Int
    public let weights: Weights

    public init(variable: Int, weights: Weights) {
      self.variable = variable
      self.weights = weights
    }
  }

  /// What the values of a variable count for.
  public enum Weights: Sendable, Equatable {
    /// One of the variable's columns of numbers, counted from 0.
    case number(Int)
    /// 1 for this level, counted from 0, and 0 for all others.
    case level(Int)
    /// A number for each level.
    case levels([Double])
  }

  /// The columns of all terms.
  ///
  /// A variable with levels stands for one 0/1 column per level. It leaves out the reference, or has
  /// the columns of its contrast, where its columns would otherwise add up to columns the design
  /// already has: when the rest of its term is in the design (R's rule, in `Chambers and Hastie,
  /// Statistical Models in S`, section 2.3.1). Without an intercept the first variable with levels
  /// keeps all of them. With `full` every variable does: a penalised fit needs no reference.
  static func columns(
    terms: [[Int]], variables: [DesignVariable], hasIntercept: Bool, full: Bool
  ) -> [DesignColumn] {
    let coding = Coding(
      terms: terms, variables: variables, hasIntercept: hasIntercept, full: full)
    return terms.indices.flatMap { position in
      columns(term: terms[position], variables) { coding.isReduced(term: position, variable: $0) }
    }
  }

  /// How many columns there will be, or `nil` when that overflows.
  static func count(terms: [[Int]], variables: [DesignVariable]) -> Int? {
    var total = 0
    for term in terms {
      var product = 1
      for variable in term {
        let (next, overflow) = product.multipliedReportingOverflow(by: variables[variable].width)
        if overflow { return nil }
        product = next
      }
      let (next, overflow) = total.addingReportingOverflow(product)
      if overflow { return nil }
      total = next
    }
    return total
  }

  private static func columns(
    term: [Int], _ variables: [DesignVariable], isReduced: (Int) -> Bool
  ) -> [DesignColumn] {
    var columns = [DesignColumn(name: "", parts: [])]
    for variable in term {
      let factor = variables[variable].pieces(isReduced: isReduced(variable))
      // The first variable of a term runs fastest, as in R.
      columns = factor.flatMap { name, weights in
        columns.map { column in
          DesignColumn(
            name: column.parts.isEmpty ? name : "\(column.name):\(name)",
            parts: column.parts + [Part(variable: variable, weights: weights)])
        }
      }
    }
    return columns
  }

  /// Writes the column for all rows.
  func fill(_ entries: UnsafeMutableBufferPointer<Double>, from values: [DesignVariable.Values]) {
    entries.update(repeating: 1)
    for part in parts {
      switch (values[part.variable], part.weights) {
      case (.vector(let numbers), _):
        for row in entries.indices { entries[row] *= numbers[row] }
      case (.matrix(let matrix), .number(let column)):
        let start = column * matrix.rows
        matrix.withUnsafeBuffer { numbers in
          for row in entries.indices { entries[row] *= numbers[start + row] }
        }
      case (.codes(let codes), .level(let level)):
        for row in entries.indices where Int(codes[row]) != level { entries[row] = 0 }
      case (.codes(let codes), .levels(let weights)):
        for row in entries.indices { entries[row] *= weights[Int(codes[row])] }
      case (.matrix, _), (.codes, .number):
        preconditionFailure("'\(name)' weighs numbers as levels, or levels as numbers")
      }
    }
  }
}

/// Which variables leave out their reference level in which term.
private struct Coding {
  private let terms: [[Int]]
  private let variables: [DesignVariable]
  private let full: Bool
  /// The term and the variable that stand in for a missing intercept.
  private var exempt: (term: Int, variable: Int)?

  init(terms: [[Int]], variables: [DesignVariable], hasIntercept: Bool, full: Bool) {
    self.terms = terms
    self.variables = variables
    self.full = full
    if hasIntercept { return }
    for (position, term) in terms.enumerated() {
      guard let variable = term.first(where: { variables[$0].hasLevels }) else { continue }
      exempt = (position, variable)
      return
    }
  }

  func isReduced(term position: Int, variable: Int) -> Bool {
    if full || variables[variable].keepsLevels { return false }
    if let exempt, exempt == (position, variable) { return false }
    let rest = terms[position].filter { $0 != variable }
    if rest.isEmpty { return true }
    return terms[..<position].contains { earlier in rest.allSatisfy(earlier.contains) }
  }
}

extension DesignVariable {
  var hasLevels: Bool {
    if case .levels = shape { true } else { false }
  }

  /// Whether its coding says that no level is left out.
  fileprivate var keepsLevels: Bool {
    if case .levels(let coding) = shape { coding.contrast == .full } else { false }
  }

  /// Number of columns when no level is left out.
  var width: Int {
    switch shape {
    case .numbers(let columns): columns
    case .levels(let coding): coding.levels.count
    }
  }

  /// `x`, or `z[1]`, `z[2]` for several columns, or `g=a`, `g=b` for levels.
  fileprivate func pieces(
    isReduced: Bool
  ) -> [(name: String, weights: DesignColumn.Weights)] {
    switch shape {
    case .numbers(columns: 1): [(name, .number(0))]
    case .numbers(let columns): (0..<columns).map { ("\(name)[\($0 + 1)]", .number($0)) }
    case .levels(let coding):
      coding.columns(isReduced: isReduced).map { (name + $0.suffix, $0.weights) }
    }
  }
}
