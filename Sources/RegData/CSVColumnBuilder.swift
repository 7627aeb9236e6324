/// Collects the values of one column and what they say about its kind.
///
/// A column is logical if its values are TRUE and FALSE (also `true`, `True`, `false`, `False`), of
/// numbers if they are numbers, text otherwise; one without values is of numbers. Quotes keep text as
/// it stands and change nothing else: quoted numbers are numbers, and a quoted empty field or mark
/// is missing among them, but text among text.
struct CSVColumnBuilder {
  let name: String
  /// What values are collected as.
  private(set) var kind: Column.Kind
  /// Whether the kind was given, so that other values are a fault.
  private let isGiven: Bool
  /// Whether all values are collected, so that another pass adds none.
  private var isFinished = false { didSet { collectsNumbers = false } }
  /// Whether the next value may be read as a number at once. Stored, since it is asked for each.
  private(set) var collectsNumbers: Bool

  private var numbers: [Double] = []
  private var logicals: [Bool?] = []
  private var texts: [String?] = []

  private var hasNumbers = false
  private var hasLogicals = false
  private var hasQuotedMarks = false
  private var hasText = false { didSet { collectsNumbers = false } }
  private var firstOverflow: CSVScanner.Field?
  /// The first value that is neither number nor logical, when numbers came before it.
  private(set) var textAmongNumbers: CSVScanner.Field?

  /// - Parameter kind: The kind of the column, or `nil` if it is to be recognised.
  init(name: String, kind: Column.Kind?) {
    self.name = name
    self.kind = kind ?? .number
    isGiven = kind != nil
    collectsNumbers = self.kind == .number
  }

  mutating func append(number: Double) {
    hasNumbers = true
    numbers.append(number)
  }

  mutating func appendMissing() {
    if isFinished { return }
    switch kind {
    case .number: numbers.append(.missing)
    case .logical: logicals.append(nil)
    case .text, .categorical: texts.append(nil)
    }
  }

  /// Adds a field.
  ///
  /// - Throws: A fault if it is not of the kind that was given.
  mutating func append(_ field: CSVScanner.Field, _ reading: CSVReading) throws(CSVFault) {
    if isFinished || hasText { return }
    let isMark = reading.isMissing(field)
    if kind == .text || kind == .categorical {
      texts.append(isMark && !field.isQuoted ? nil : reading.scanner.text(field))
      return
    }
    switch isMark ? .missing : reading.value(of: field) {
    case .missing:
      hasQuotedMarks = hasQuotedMarks || field.isQuoted
      appendMissing()
    case .number(let number) where kind == .number || !isGiven:
      let isOverflow = number.isInfinite && !reading.isInfinity(field)
      if isOverflow && firstOverflow == nil { firstOverflow = field }
      hasNumbers = true
      if kind == .number { numbers.append(number) }
    case .logical(let logical) where kind == .logical || !isGiven:
      hasLogicals = true
      if kind == .logical { logicals.append(logical) }
    default:
      guard !isGiven else {
        throw CSVFault(
          offset: field.start, .notOfKind(kind, value: reading.scanner.text(field), column: name))
      }
      hasText = true
      if hasNumbers && textAmongNumbers == nil { textAmongNumbers = field }
    }
  }

  /// The kind that all values so far fit.
  private var recognisedKind: Column.Kind {
    if isGiven || kind == .text { return kind }
    if hasText || (hasNumbers && hasLogicals) { return .text }
    if hasLogicals { return .logical }
    return hasQuotedMarks && !hasNumbers ? .text : .number
  }

  /// Forgets all values and collects the next ones as the kind that those so far fit.
  mutating func restart() {
    var fresh = CSVColumnBuilder(name: name, kind: isGiven ? kind : nil)
    fresh.kind = recognisedKind
    fresh.collectsNumbers = fresh.kind == .number
    fresh.textAmongNumbers = textAmongNumbers
    self = fresh
  }

  /// Ends a pass over all rows: keeps the values, or starts again if they are of another kind.
  ///
  /// - Returns: Whether the values are kept.
  mutating func finish() -> Bool {
    if recognisedKind != kind { restart() } else { isFinished = true }
    return isFinished
  }

  var hasOnlyMissing: Bool {
    !hasNumbers && !hasLogicals && !hasQuotedMarks && !hasText && texts.allSatisfy { $0 == nil }
  }

  /// The values as a column.
  ///
  /// - Throws: A fault for a number out of range.
  func column(_ scanner: CSVScanner) throws(CSVFault) -> Column {
    switch kind {
    case .number:
      if let field = firstOverflow {
        throw CSVFault(offset: field.start, .numberTooLarge(scanner.text(field), column: name))
      }
      return .number(numbers)
    case .logical: return .logical(logicals)
    case .text: return .text(texts)
    case .categorical: return .categorical(Categories(texts))
    }
  }
}
