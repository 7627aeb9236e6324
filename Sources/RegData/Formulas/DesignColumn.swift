import RegLinearAlgebra

/// One column of a design: the product of a column of each variable in its term.
struct DesignColumn: Sendable {
  let name: String
  private let parts: [Part]

  private struct Part: Sendable {
    /// Position of the variable among the design's.
    let variable: Int
    /// A column of the variable's numbers, or the level that gives 1.
    let index: Int
  }

  /// The columns of all terms.
  ///
  /// A variable with levels stands for one 0/1 column per level. It leaves out the first level, the
  /// reference, where its columns would otherwise add up to columns the design already has: when the
  /// rest of its term is in the design (R's rule, in `Chambers and Hastie, Statistical Models in S`,
  /// section 2.3.1). Without an intercept the first variable with levels keeps all of them. With
  /// `full` every variable does: a penalised fit needs no reference.
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
      let factor = variables[variable].columnNames(isReduced: isReduced(variable))
      // The first variable of a term runs fastest, as in R.
      columns = factor.flatMap { name, index in
        columns.map { column in
          DesignColumn(
            name: column.parts.isEmpty ? name : "\(column.name):\(name)",
            parts: column.parts + [Part(variable: variable, index: index)])
        }
      }
    }
    return columns
  }

  /// Writes the column for all rows.
  func fill(_ entries: UnsafeMutableBufferPointer<Double>, from values: [DesignVariable.Values]) {
    entries.update(repeating: 1)
    for part in parts {
      switch values[part.variable] {
      case .vector(let numbers):
        for row in entries.indices { entries[row] *= numbers[row] }
      case .matrix(let matrix):
        let start = part.index * matrix.rows
        matrix.withUnsafeBuffer { numbers in
          for row in entries.indices { entries[row] *= numbers[start + row] }
        }
      case .codes(let codes):
        for row in entries.indices where Int(codes[row]) != part.index { entries[row] = 0 }
      }
    }
  }
}

/// Which variables leave out their reference level in which term.
private struct Coding {
  private let terms: [[Int]]
  private let full: Bool
  /// The term and the variable that stand in for a missing intercept.
  private var exempt: (term: Int, variable: Int)?

  init(terms: [[Int]], variables: [DesignVariable], hasIntercept: Bool, full: Bool) {
    self.terms = terms
    self.full = full
    if hasIntercept { return }
    for (position, term) in terms.enumerated() {
      guard let variable = term.first(where: { variables[$0].hasLevels }) else { continue }
      exempt = (position, variable)
      return
    }
  }

  func isReduced(term position: Int, variable: Int) -> Bool {
    if full { return false }
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

  /// Number of columns when no level is left out.
  var width: Int {
    switch shape {
    case .numbers(let columns): columns
    case .levels(let levels): levels.count
    }
  }

  /// `x`, or `z[1]`, `z[2]` for several columns, or `g=a`, `g=b` for levels, each with its index.
  fileprivate func columnNames(isReduced: Bool) -> [(name: String, index: Int)] {
    switch shape {
    case .numbers(columns: 1): [(label, 0)]
    case .numbers(let columns): (0..<columns).map { ("\(label)[\($0 + 1)]", $0) }
    case .levels(let levels):
      levels.indices.dropFirst(isReduced ? 1 : 0).map { ("\(label)=\(levels[$0])", $0) }
    }
  }
}
