import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// How the columns of a fit are made, as bytes.
extension ByteWriter {
  /// - Parameter filledCount: How many gaps of the fit's own data were filled.
  mutating func write(_ inputs: FitInputs, filledCount: Int) throws {
    if filledCount > 0 {
      write(UInt8(3))
      write(filledCount)
    }
    switch inputs {
    case .matrix(let filling):
      write(UInt8(0))
      write(filling) { $0.write($1) }
    case .columns(let names, let filling, let dates):
      if !dates.isEmpty {
        write(UInt8(4))
        write(dates)
      }
      write(UInt8(1))
      write(names)
      write(filling) { $0.write($1) }
    case .formula(let recipe, let text):
      write(UInt8(2))
      write(text)
      try write(recipe)
    }
  }

  private mutating func write(_ recipe: DesignRecipe) throws {
    write(recipe.hasIntercept)
    write(recipe.responseName) { $0.write($1) }
    write(recipe.columns) { writer, column in
      writer.write(column.name)
      writer.write(column.parts) { writer, part in
        writer.write(part.variable)
        switch part.weights {
        case .number(let column):
          writer.write(UInt8(0))
          writer.write(column)
        case .level(let level):
          writer.write(UInt8(1))
          writer.write(level)
        case .levels(let weights):
          writer.write(UInt8(2))
          writer.write(weights)
        }
      }
    }
    try write(recipe.variables) { try $0.write($1) }
    try write(recipe.offsets) { try $0.write($1) }
    write(recipe.predictorColumns)
    write(recipe.columnsWithoutGaps)
    write(recipe.responseColumns)
    write(recipe.fillings.sorted { $0.key < $1.key }) { writer, entry in
      writer.write(entry.key)
      writer.write(entry.value)
    }
    write(recipe.kinds.sorted { $0.key < $1.key }) { writer, entry in
      writer.write(entry.key)
      writer.write(entry.value.rawValue)
    }
  }

  private mutating func write(_ variable: DesignVariable) throws {
    write(variable.label)
    write(variable.name)
    write(variable.isCoded)
    switch variable.shape {
    case .numbers(let columns):
      write(UInt8(0))
      write(columns)
    case .levels(let coding):
      write(UInt8(1))
      write(coding.levels)
      write(coding.contrast.rawValue)
      write(coding.reference)
    }
    switch variable.source {
    case .column(let name):
      write(UInt8(0))
      write(name)
    case .value(let matrix):
      guard matrix.rows == 1 else {
        throw Diagnostic(
          .cannotSave,
          "'\(variable.label)' has a value for each row of the fit, and a file does not hold these",
          help: "make it a column of the table, as in d.v = v")
      }
      write(UInt8(1))
      write(matrix)
    case .function(let function):
      write(UInt8(2))
      try write(function, label: variable.label)
    }
  }

  private mutating func write(_ function: any FittedTransform, label: String) throws {
    guard let fitted = function as? FittedColumnFunction else {
      throw Diagnostic(
        .cannotSave,
        "'\(label)' is a function of the program around this session, which a model's file "
          + "cannot hold")
    }
    if let own = fitted.ownPart {
      throw Diagnostic(
        .cannotSave,
        "'\(label)' uses '\(own)', a function of this script, which a model's file cannot hold",
        help: "write out what it computes, as in I((x - 32) / 1.8)")
    }
    guard fitted.servesNewRows else {
      throw Diagnostic(
        .cannotSave, "'\(label)' depends on all rows of the fit, and a file does not hold these")
    }
    write(fitted.function.label)
    write(fitted.function.text)
    try write(fitted.function.values) { try $0.write($1) }
    write(fitted.states) { $0.write($1) }
  }

  private mutating func write(_ state: LearnedState) {
    switch state {
    case .polynomials(let basis):
      write(UInt8(0))
      write(basis.centre)
      write(basis.scale)
      write(basis.shifts)
      write(basis.lengths)
    case .splines(let basis):
      write(UInt8(1))
      write(basis.isNatural)
      write(basis.degree)
      write(basis.knots)
      write(basis.lower)
      write(basis.upper)
      write(basis.hasIntercept)
    case .scaling(let scaling):
      write(UInt8(2))
      write(scaling.centre)
      write(scaling.scale)
    case .filling(let filling):
      write(UInt8(3))
      write(filling)
    }
  }

  private mutating func write(_ filling: GapFiller) {
    switch filling {
    case .number(let number):
      write(UInt8(0))
      write(number)
    case .text(let text):
      write(UInt8(1))
      write(text)
    }
  }
}

extension ByteReader {
  /// How the columns are made, and how many gaps of the fit's own data were filled.
  mutating func inputs(_ context: Context) throws -> (inputs: FitInputs, filledCount: Int) {
    let kind = try byte()
    guard kind == 3 else { return (try inputs(of: kind, context), 0) }
    let filledCount = try integer()
    guard filledCount > 0 else { throw StoredFault() }
    return (try inputs(of: try byte(), context), filledCount)
  }

  private mutating func inputs(of kind: UInt8, _ context: Context) throws -> FitInputs {
    switch kind {
    case 0: return .matrix(filling: try optionalNumbers())
    case 1: return .columns(try texts(), filling: try optionalNumbers())
    case 4:
      let dates = try texts()
      guard !dates.isEmpty, try byte() == 1 else { throw StoredFault() }
      return .columns(try texts(), filling: try optionalNumbers(), dates: dates)
    case 2:
      let text = try text()
      return .formula(try recipe(context), text: text)
    default: throw StoredFault()
    }
  }

  mutating func optionalNumbers() throws(StoredFault) -> [Double]? {
    try optional { (reader) throws(StoredFault) in try reader.numbers() }
  }

  private mutating func recipe(_ context: Context) throws -> DesignRecipe {
    let hasIntercept = try logical()
    let responseName = try optionalText()
    let columns = try items { (reader) throws(StoredFault) in try reader.designColumn() }
    let variables = try items { reader in try reader.variable(context) }
    let offsets = try items { reader in try reader.variable(context) }
    let (predictors, complete, responses) = (try texts(), try texts(), try texts())
    let bound = { (variable: DesignVariable) throws -> DesignVariable in
      guard case .function(let function as FittedColumnFunction) = variable.source else {
        return variable
      }
      return DesignVariable(
        label: variable.label, name: variable.name,
        source: .function(try function.bound(to: predictors)), shape: variable.shape,
        isCoded: variable.isCoded)
    }
    var fillings: [String: GapFiller] = [:]
    for _ in 0..<(try count()) { fillings[try text()] = try filling() }
    var kinds: [String: Column.Kind] = [:]
    for _ in 0..<(try count()) {
      let name = try text()
      guard let kind = Column.Kind(rawValue: try text()) else {
        throw StoredFault("has a column of a kind that this program does not know")
      }
      kinds[name] = kind
    }
    guard
      let recipe = DesignRecipe(
        hasIntercept: hasIntercept, responseName: responseName, columns: columns,
        variables: try variables.map(bound), offsets: try offsets.map(bound),
        predictorColumns: predictors,
        columnsWithoutGaps: complete, responseColumns: responses, fillings: fillings, kinds: kinds)
    else { throw StoredFault("has a formula that does not make the columns of its fit") }
    return recipe
  }

  private mutating func designColumn() throws(StoredFault) -> DesignColumn {
    let name = try text()
    let parts = try items { (reader) throws(StoredFault) in
      let variable = try reader.integer()
      let weights: DesignColumn.Weights
      switch try reader.byte() {
      case 0: weights = .number(try reader.integer())
      case 1: weights = .level(try reader.integer())
      case 2: weights = .levels(try reader.numbers())
      default: throw StoredFault()
      }
      return DesignColumn.Part(variable: variable, weights: weights)
    }
    return DesignColumn(name: name, parts: parts)
  }

  private mutating func variable(_ context: Context) throws -> DesignVariable {
    let (label, name, isCoded) = (try text(), try text(), try logical())
    let shape: DesignVariable.Shape
    switch try byte() {
    case 0:
      let columns = try integer()
      guard columns >= 0 else { throw StoredFault() }
      shape = .numbers(columns: columns)
    case 1:
      let levels = try texts()
      guard let contrast = FactorCoding.Contrast(rawValue: try text()),
        let coding = LevelCoding(levels: levels, contrast: contrast, reference: try integer())
      else { throw StoredFault() }
      shape = .levels(coding)
    default: throw StoredFault()
    }
    let source: DesignVariable.Source
    switch try byte() {
    case 0: source = .column(try text())
    case 1: source = .value(try matrix())
    case 2: source = .function(try function(context))
    default: throw StoredFault()
    }
    return DesignVariable(label: label, name: name, source: source, shape: shape, isCoded: isCoded)
  }

  private mutating func function(_ context: Context) throws -> FittedColumnFunction {
    let (label, text) = (try text(), try text())
    let values = try items { reader in try reader.value(context) }
    let states = try items { (reader) throws(StoredFault) in try reader.state() }
    let function: ColumnFunctionTransform
    do {
      function = try context.makeColumnFunction(text, label, values)
    } catch {
      throw StoredFault("has a function that this program does not know: '\(label)'")
    }
    guard function.ownPart == nil else {
      throw StoredFault("has a function that no file may hold: '\(label)'")
    }
    return FittedColumnFunction(function: function, states: states)
  }

  private mutating func state() throws(StoredFault) -> LearnedState {
    switch try byte() {
    case 0:
      let (centre, scale) = (try number(), try number())
      guard
        let basis = PolynomialBasis(
          centre: centre, scale: scale, shifts: try numbers(), lengths: try numbers())
      else { throw StoredFault() }
      return .polynomials(basis)
    case 1:
      let (isNatural, degree, knots) = (try logical(), try integer(), try numbers())
      let (lower, upper, hasIntercept) = (try number(), try number(), try logical())
      guard
        let basis = SplineBasis(
          natural: isNatural, degree: degree, knots: knots, lower: lower, upper: upper,
          hasIntercept: hasIntercept)
      else { throw StoredFault() }
      return .splines(basis)
    case 2:
      guard let scaling = Scaling(centre: try number(), scale: try number()) else {
        throw StoredFault()
      }
      return .scaling(scaling)
    case 3: return .filling(try filling())
    default: throw StoredFault()
    }
  }

  private mutating func filling() throws(StoredFault) -> GapFiller {
    switch try byte() {
    case 0: return .number(try number())
    case 1: return .text(try text())
    default: throw StoredFault()
    }
  }
}
