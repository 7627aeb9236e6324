public import RegLinearAlgebra

/// What to model by what, independent of any table.
///
/// `y ~ a * b - 1` is a response and a tree of terms. The tree is worked out against a table, since
/// `.` stands for its other columns.
public struct Formula: Sendable {
  /// What is on the left of `~`, if anything.
  public let response: Factor?
  public let predictors: Terms

  public init(response: Factor?, predictors: Terms) {
    self.response = response
    self.predictors = predictors
  }

  /// What terms are made of.
  public indirect enum Factor: Sendable {
    case column(String)
    /// A function of columns, such as `log(x)` or `poly(x, 3)`.
    case function(any ColumnTransform)
    /// A value of the script with a row for each row of the table, or one row for all of them.
    case value(Matrix, label: String)
    /// A factor whose values are levels, numbers too, coded as is said: `C(x, ref = "b")`.
    case coded(Factor, FactorCoding, label: String)

    /// The factor as a formula writes it. Factors with one label are one factor.
    public var label: String {
      switch self {
      case .column(let name): name
      case .function(let transform): transform.label
      case .value(_, let label), .coded(_, _, let label): label
      }
    }

    /// What its columns are called by: `sex` also for `C(sex, ref = "F")`.
    public var name: String {
      if case .coded(let factor, _, _) = self { factor.name } else { label }
    }

    /// The columns of the table that it reads.
    public var columns: [String] {
      switch self {
      case .column(let name): [name]
      case .function(let transform): transform.columns
      case .value: []
      case .coded(let factor, _, _): factor.columns
      }
    }

    /// Those of its columns in which a missing value is a value like any other.
    var columnsWithGaps: [String] {
      switch self {
      case .function(let transform): transform.columnsWithGaps
      case .coded(let factor, _, _): factor.columnsWithGaps
      case .column, .value: []
      }
    }
  }

  /// The right side as written.
  public indirect enum Terms: Sendable {
    case factor(Factor)
    /// `offset(x)`: added to the prediction with the coefficient 1.
    case offset(Factor)
    /// `.`: every column that neither the response nor an offset uses.
    case everyOther
    /// `1`; taken away, there is no intercept.
    case intercept
    /// `0`: no intercept.
    case noIntercept
    /// `a + b - c`, from left to right.
    case sum([Summand])
    /// `a * b`: each, and every interaction of them.
    case crossed([Terms])
    /// `a : b`: the interactions of the terms of each.
    case interaction([Terms])
  }

  /// A part of a sum, added or, with a minus sign, taken away.
  public struct Summand: Sendable {
    public let terms: Terms
    public let isRemoved: Bool

    public init(_ terms: Terms, isRemoved: Bool = false) {
      self.terms = terms
      self.isRemoved = isRemoved
    }
  }
}

// MARK: - Columns

extension Formula {
  /// The formula for a table with these columns.
  func bound(to columns: [String]) throws -> Formula {
    Formula(
      response: try response?.bound(to: columns), predictors: try predictors.bound(to: columns))
  }
}

extension Formula.Factor {
  fileprivate func bound(to columns: [String]) throws -> Formula.Factor {
    switch self {
    case .column, .value: self
    case .function(let transform): .function(try transform.bound(to: columns))
    case .coded(let factor, let coding, let label):
      .coded(try factor.bound(to: columns), coding, label: label)
    }
  }
}

extension Formula.Terms {
  fileprivate func bound(to columns: [String]) throws -> Formula.Terms {
    switch self {
    case .factor(let factor): .factor(try factor.bound(to: columns))
    case .offset(let factor): .offset(try factor.bound(to: columns))
    case .sum(let summands):
      .sum(
        try summands.map {
          Formula.Summand(try $0.terms.bound(to: columns), isRemoved: $0.isRemoved)
        })
    case .crossed(let parts): .crossed(try parts.map { try $0.bound(to: columns) })
    case .interaction(let parts): .interaction(try parts.map { try $0.bound(to: columns) })
    case .everyOther, .intercept, .noIntercept: self
    }
  }
}

extension Formula.Terms {
  /// The factors of all offsets in it, wherever they stand.
  var offsets: [Formula.Factor] {
    switch self {
    case .offset(let factor): [factor]
    case .sum(let summands): summands.flatMap(\.terms.offsets)
    case .crossed(let parts), .interaction(let parts): parts.flatMap(\.offsets)
    case .factor, .everyOther, .intercept, .noIntercept: []
    }
  }
}
