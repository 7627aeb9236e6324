import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

extension ModelFormula {
  /// The formula of a model by its intercept and its coefficients.
  ///
  /// Columns without a coefficient are left out, and what only they need is not asked for.
  ///
  /// - Throws: `cannot-export` for a term that has no form outside of a script.
  init(_ data: TrainingData, intercept: Double, coefficients: [Double]) throws(Diagnostic) {
    self.init(intercept: intercept)
    let active = coefficients.indices.filter { coefficients[$0] != 0 }
    switch data.inputs {
    case .matrix(let filling): add(active, of: data.names, coefficients, filling)
    case .columns(_, let filling, let dates):
      add(active, of: data.names, coefficients, filling, dates: dates)
    case .formula(let recipe, _):
      var builder = FormulaBuilder(recipe: recipe, formula: self)
      try builder.add(active.map { (recipe.columns[$0], coefficients[$0]) })
      self = builder.formula
    }
  }
}

extension ModelFormula {
  /// Adds columns as they are, times their coefficients.
  private mutating func add(
    _ columns: [Int], of names: [String], _ coefficients: [Double], _ filling: [Double]?,
    dates: [String] = []
  ) {
    for column in columns {
      var value = number(names[column], isDate: dates.contains(names[column]))
      if let filling { value = .filled(value, filling[column]) }
      terms.append(.product([.number(coefficients[column]), value]))
    }
  }
}

/// Puts together the terms of a model that was fitted by a formula.
private struct FormulaBuilder {
  let recipe: DesignRecipe
  var formula: ModelFormula
  /// What each variable is, once it was needed.
  private var known: [Int: FormulaOperand] = [:]

  init(recipe: DesignRecipe, formula: ModelFormula) {
    self.recipe = recipe
    self.formula = formula
  }

  mutating func add(_ columns: [(DesignColumn, Double)]) throws(Diagnostic) {
    // Columns that differ in the level or the function of one variable alone become one term.
    var groups:
      [(key: [DesignColumn.Part], variable: Int?, members: [(DesignColumn.Part?, Double)])] =
        []
    var families: [Int: [Int]] = [:]
    for (column, coefficient) in columns {
      let place = column.parts.firstIndex { isFamily($0.variable) }
      let part = place.map { column.parts[$0] }
      let others = column.parts.enumerated().filter { $0.offset != place }.map(\.element)
      let siblings = part.flatMap { families[$0.variable] } ?? []
      if let index = siblings.first(where: { groups[$0].key == others }) {
        groups[index].members.append((part, coefficient))
      } else {
        if let part { families[part.variable, default: []].append(groups.count) }
        groups.append((others, part?.variable, [(part, coefficient)]))
      }
    }
    for group in groups {
      var factors: [ModelExpression] = []
      if let variable = group.variable {
        factors.append(
          try value(
            of: variable,
            group.members.compactMap { member in member.0.map { ($0.weights, member.1) } }))
      } else {
        factors.append(.number(group.members[0].1))
      }
      for part in group.key { factors.append(try value(of: part.variable, [(part.weights, 1)])) }
      formula.terms.append(factors.count == 1 ? factors[0] : .product(factors))
    }
    for offset in recipe.offsets {
      guard case .number(let value) = try operand(offset) else {
        throw refusal(offset.label, "has no form in another language")
      }
      formula.terms.append(value)
    }
  }

  /// Whether a variable has several columns that are one function of it.
  private func isFamily(_ variable: Int) -> Bool {
    switch recipe.variables[variable].shape {
    case .levels: true
    case .numbers(let columns): columns > 1
    }
  }

  /// The sum of a variable's columns with a weight for each.
  private mutating func value(
    of variable: Int, _ weights: [(DesignColumn.Weights, Double)]
  ) throws(Diagnostic) -> ModelExpression {
    let shown = recipe.variables[variable]
    switch (try operand(at: variable), shown.shape) {
    case (.number(let value), .numbers):
      let total = weights.reduce(0) { $0 + $1.1 }
      return total == 1 ? value : .product([.number(total), value])
    case (.numbers(let values), .numbers):
      return .sum(
        weights.map { weight, factor in
          guard case .number(let column) = weight else { return .number(0) }
          return .number(factor * values[column])
        })
    case (.basis(let basis, let argument), .numbers(let columns)):
      var all = [Double](repeating: 0, count: columns)
      for case (.number(let column), let factor) in weights { all[column] += factor }
      guard let polynomial = basis.weighted(all) else {
        throw refusal(shown.label, "is of too high a degree to be written out to twelve digits")
      }
      return .polynomial(polynomial, of: argument)
    case (.text(let text), .levels(let coding)):
      return .levelsOfText(
        text, Array(zip(coding.levels, numbers(weights, coding))).map { (level: $0, number: $1) })
    case (.number(let value), .levels(let coding)):
      let levels = try coding.levels.map { level throws(Diagnostic) in
        if let number = Double(level) { return number }
        if level == "true" || level == "false" { return level == "true" ? 1 : 0 }
        throw refusal(shown.label, "has the level '\(level)' among numbers")
      }
      return .levelsOfNumber(
        value, Array(zip(levels, numbers(weights, coding))).map { (level: $0, number: $1) })
    case (.text, .numbers), (.numbers, .levels), (.basis, .levels):
      throw refusal(shown.label, "has no form in another language")
    }
  }

  /// What each level of a factor comes to.
  private func numbers(
    _ weights: [(DesignColumn.Weights, Double)], _ coding: LevelCoding
  ) -> [Double] {
    var numbers = [Double](repeating: 0, count: coding.levels.count)
    for (weight, factor) in weights {
      switch weight {
      case .level(let level): numbers[level] += factor
      case .levels(let all): for level in all.indices { numbers[level] += factor * all[level] }
      case .number: continue
      }
    }
    return numbers
  }

  private mutating func operand(at variable: Int) throws(Diagnostic) -> FormulaOperand {
    if let operand = known[variable] { return operand }
    let operand = try operand(recipe.variables[variable])
    known[variable] = operand
    return operand
  }

  private mutating func operand(_ variable: DesignVariable) throws(Diagnostic) -> FormulaOperand {
    switch variable.source {
    case .column(let name): return column(name)
    case .value(let matrix):
      guard matrix.rows == 1 else {
        throw refusal(variable.label, "is a value of the script with a row for each row of the fit")
      }
      return matrix.columns == 1 ? .number(.number(matrix[0])) : .numbers(matrix.values)
    case .function(let function):
      guard let fitted = function as? FittedColumnFunction else {
        throw refusal(variable.label, "is a function of the program around this session")
      }
      if let own = fitted.ownPart {
        throw refusal(variable.label, "uses '\(own)', a function of this script")
      }
      guard fitted.servesNewRows else {
        throw refusal(variable.label, "depends on all rows of the fit")
      }
      var reader = ColumnFunctionReader(fitted, label: variable.label)
      return try reader.operand(fitted.function.syntax.expression) { name in column(name) }
    }
  }

  private mutating func column(_ name: String) -> FormulaOperand {
    let filling = recipe.fillings[name]
    switch recipe.kinds[name] {
    case .text, .categorical:
      var text: String?
      if case .text(let value) = filling { text = value }
      return .text(ModelText(input: formula.input(name, .text), filling: text))
    default:
      let value = formula.number(name, isDate: recipe.kinds[name] == .date)
      guard case .number(let number) = filling else { return .number(value) }
      return .number(.filled(value, number))
    }
  }

  private func refusal(_ label: String, _ reason: String) -> Diagnostic {
    Diagnostic(.cannotExport, "'\(label)' \(reason)")
  }
}

/// What a variable of a formula is made of.
enum FormulaOperand {
  case number(ModelExpression)
  /// Several numbers that are the same in every row.
  case numbers([Double])
  case text(ModelText)
  case basis(LearnedBasis, of: ModelExpression)
}

/// Functions of which each is a column.
enum LearnedBasis {
  case polynomials(PolynomialBasis)
  case splines(SplineBasis)

  func weighted(_ weights: [Double]) -> PiecewisePolynomial? {
    switch self {
    case .polynomials(let basis): basis.weighted(weights)
    case .splines(let basis): basis.weighted(weights)
    }
  }
}
