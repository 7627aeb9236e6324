import CRegText

/// What a column's values say about its kind.
///
/// A column is logical if its values are TRUE and FALSE (also `true`, `True`, `false`, `False`), of
/// numbers if they are numbers, text otherwise; one without values is of numbers. Quotes make text of
/// a column in which every value stands in them, and keep text as it stands; else they change
/// nothing: among numbers a quoted number is one, and a quoted empty field or mark is missing.
/// `CSVQuotes` says where quotes tell less.
struct CSVColumnFacts {
  private var hasNumbers = false
  private var hasLogicals = false
  private var hasQuotedNumbers = false
  private var hasQuotedLogicals = false
  private var hasQuotedMarks = false
  private var hasTexts = false
  private var firstNumberBlock = Int.max
  /// The first value that is neither number nor logical, and whether numbers came before it in its
  /// block.
  private var text: (field: CSVScanner.Field, block: Int, isAmongNumbers: Bool)?
  private var overflow: CSVScanner.Field?

  /// Adds what was found in a block; the order of blocks does not matter.
  mutating func add(_ column: reg_column, block: Int) {
    if column.has_numbers != 0 {
      hasNumbers = true
      firstNumberBlock = min(firstNumberBlock, block)
    }
    hasLogicals = hasLogicals || column.has_logicals != 0
    hasQuotedNumbers = hasQuotedNumbers || column.has_quoted_numbers != 0
    hasQuotedLogicals = hasQuotedLogicals || column.has_quoted_logicals != 0
    hasQuotedMarks = hasQuotedMarks || column.has_quoted_marks != 0
    hasTexts = hasTexts || column.has_values != 0
    if column.has_text != 0, text.map({ $0.block > block }) ?? true {
      text = (column.text, block, column.text_among_numbers != 0)
    }
    if column.has_overflow != 0, overflow.map({ $0.start > column.overflow.start }) ?? true {
      overflow = column.overflow
    }
  }

  private var hasAnyNumbers: Bool { hasNumbers || hasQuotedNumbers }
  private var hasAnyLogicals: Bool { hasLogicals || hasQuotedLogicals }

  /// The kind that all values fit, of those that were not collected as text.
  var kind: Column.Kind {
    let hasPlainValues = hasNumbers || hasLogicals
    if !hasPlainValues && (hasQuotedMarks || hasQuotedNumbers || hasQuotedLogicals) { return .text }
    return kindSoFar
  }

  /// The kind that more values, without quotes, may leave; text stays text whatever comes.
  var kindSoFar: Column.Kind {
    if text != nil || (hasAnyNumbers && hasAnyLogicals) { return .text }
    return hasAnyLogicals ? .logical : .number
  }

  var hasOnlyMissing: Bool {
    !hasAnyNumbers && !hasAnyLogicals && !hasQuotedMarks && !hasTexts && text == nil
  }

  /// The first text, when numbers came before it.
  var textAmongNumbers: CSVScanner.Field? {
    guard let text, text.isAmongNumbers || firstNumberBlock < text.block else { return nil }
    return text.field
  }

  /// The first number that is too large for a double.
  var tooLargeNumber: CSVScanner.Field? { overflow }
}
