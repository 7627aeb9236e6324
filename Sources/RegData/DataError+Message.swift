extension DataError: CustomStringConvertible {
  /// What is wrong, in one line: lower case, no full stop.
  public var message: String {
    switch self {
    case .fileNotFound(let path): "there is no file '\(path)'"
    case .fileAccess(let path, let reason): "cannot open '\(path)': \(reason)"
    case .badFile(let path, let fault):
      [path.map { "'\($0)'" }, fault.line.map { "line \($0)" }].compactMap(\.self)
        .joined(separator: ", ").prefixing(fault.reason.message)
    case .badQuery(let message, _): message
    case .unboundParameter(let name):
      "the query has a parameter, '\(name)', and no value for it"
    case .badQueryColumn(let column, let reason): "column '\(column)' of the query \(reason)"
    case .stopped: "interrupted"
    case .notText(nil): "a table without columns cannot be written as text"
    case .notText(let column?):
      "'\(column)' has a zero byte in it, which no file of text holds"
    case .badOption(let name, let reason): "'\(name)' \(reason)"
    case .unknownColumn(let name, _): "there is no column '\(name)'"
    case .duplicateColumn(let name): "there is more than one column '\(name)'"
    case .columnLength(let name, let count, let expected):
      "'\(name)' has \(counted(count, "value")) and the table \(counted(expected, "row"))"
    case .notNumeric(let column, let value):
      "'\(column)' holds text" + (value.map { ", as \(quoted($0))" } ?? "")
        + ", and numbers are needed"
    case .nothingToLearn(let column):
      "'\(column)' holds nothing but gaps: there is nothing to learn"
    case .wrongFilling(let column, let kind, let value):
      "\(value) cannot fill the gaps of '\(column)', which holds \(kind.phrase)"
    case .unlikeColumns(let name, let first, let second):
      "'\(name)' holds \(first.phrase) in one table and \(second.phrase) in another"
    case .incomplete(let data): data.message
    case .unseenLevel(let level, let column, let row, _):
      "\(quoted(level)) in column '\(column)', row \(row), did not occur in the data of the fit"
    case .changedKind(let column, let fitted, let found):
      "'\(column)' was \(fitted.phrase) in the fit and is \(found.phrase) in these data"
    case .termShape(let term, let rows, _, let expectedRows, nil):
      "the term '\(term)' has \(counted(rows, "row")), where the table has \(expectedRows)"
    case .termShape(let term, let rows, let columns, let expectedRows, let expectedColumns?):
      "the term '\(term)' is \(rows) × \(columns) where \(expectedRows) × \(expectedColumns) is "
        + "needed"
    case .valuesOfOtherRows(let label):
      "'\(label)' has a value for each row of the fit, and none for other rows"
    case .noResponse: "the formula has nothing on the left of '~'"
    case .badResponse(let name, let reason): "the response '\(name)' \(reason)"
    case .badOffset(let label):
      "the offset '\(label)' must be one column of numbers, added to the other terms"
    case .unlistedLevel(let level, let column, _):
      "\(quoted(level)) in column '\(column)' is not among the levels that are listed for it"
    case .unknownReference(let level, let column, _):
      "\(quoted(level)) is no level of '\(column)'"
    case .tooManyTerms(let limit): "the formula has more than \(limit) terms"
    case .noRows: "there are no rows to fit"
    case .tooLarge(let rows, let columns): "\(rows) × \(columns) values do not fit into memory"
    }
  }

  /// What to do about it, if that can be said.
  public var help: String? {
    switch self {
    case .badFile(_, let fault): fault.reason.help
    case .unknownColumn(_, let available) where !available.isEmpty:
      "the columns are " + listed(available)
    case .unboundParameter:
      "write the value in its place, or {…} for a value of the script: \"… where x > {limit}\""
    case .notNumeric: "leave the column out, or use it in a formula, where text makes levels"
    case .nothingToLearn: "give a value to put there, or drop the column"
    case .wrongFilling: "name the columns to fill"
    case .incomplete(let data): data.help
    case .unseenLevel(_, _, _, let known): "the levels of the fit are " + listed(known)
    case .unlistedLevel(_, _, let levels): "those are " + listed(levels)
    case .unknownReference(_, _, let known): "its levels are " + listed(known)
    case .valuesOfOtherRows: "make it a column of the table, as in d.v = v"
    case .noResponse: "write it as in y ~ x"
    default: nil
    }
  }

  public var description: String { message }
}

extension FileFault.Reason {
  var message: String {
    switch self {
    case .empty: "the file is empty: there is no header and no data"
    case .wrongEncoding(let name): "the text is encoded as \(name), and UTF-8 is needed"
    case .compressed(let name): "the file is packed with \(name)"
    case .damaged(let name): "the \(name) data are cut short or damaged"
    case .cutShort: "the file was cut short while it was read"
    case .notUTF8: "the text is not valid UTF-8"
    case .nulByte: "a zero byte, which no text holds"
    case .raggedRow(let fields, let expected):
      "\(counted(fields, "field")), where the header has \(expected)"
    case .shortHeader(let fields, let names):
      "\(counted(fields, "field")), where the header has \(names)"
    case .unterminatedQuote: "the quote that opens here is never closed"
    case .textAfterQuote: "text between a closing quote and the next delimiter"
    case .fieldTooLong: "a field of 2 GB or more"
    case .numberTooLarge(let text, let column):
      "\(text) in column '\(column)' is too large for a double"
    case .notOfLevels(let value, let column, _):
      "\(quoted(value)) is not among the levels of column '\(column)'"
    case .notOfKind(let kind, let value, let column):
      "\(quoted(value)) in column '\(column)' is not \(kind.valuePhrase)"
    }
  }

  var help: String? {
    switch self {
    case .wrongEncoding, .notUTF8: "save the file again as UTF-8"
    case .compressed: "unpack it first"
    case .cutShort: "read it again when it is complete"
    case .notOfLevels(_, _, let levels): "the levels are " + listed(levels)
    case .notOfKind(.date, _, _): "dates are written as in 2024-03-01"
    case .shortHeader: "the first column may hold row names: give it a name in the header"
    default: nil
    }
  }
}

extension IncompleteData {
  /// What can be done that was not done yet, and that leaves something to fit.
  var help: String {
    let hasGaps = entries.contains { $0.missing > 0 }
    let fills = "na = \"impute\" or impute(d) fills gaps of predictors"
    return switch (policy, rows == rowCount) {
    case (.impute, _) where hasGaps:
      "gaps of predictors only are filled: drop the rows with dropna(d)"
    case (.impute, _): "nan and inf are not filled: impute(d) fills nan, dropna(d) drops the rows"
    case (_, true) where hasGaps: "no row is complete: \(fills), or leave the columns out"
    case (_, true): "no row is complete: leave the columns out"
    case (_, false) where hasGaps: "na = \"drop\" or dropna(d) leaves the rows out, \(fills)"
    case (_, false): "drop the rows with na = \"drop\" or dropna(), or leave the columns out"
    }
  }

  var message: String {
    let parts = entries.map { entry in
      let counts = [(entry.missing, "missing"), (entry.nonFinite, "not finite")]
      let words = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
      return "'\(entry.name)' (\(words))"
    }
    return "\(rows) of \(counted(rowCount, "row")) cannot be used: " + listed(parts)
  }
}

extension Column.Kind {
  /// What a column of this kind holds, as messages name it.
  public var phrase: String {
    switch self {
    case .number: "numbers"
    case .logical: "logicals"
    case .text, .categorical: "text"
    case .date: "dates"
    }
  }

  var valuePhrase: String {
    switch self {
    case .number: "a number"
    case .logical: "true or false"
    case .text, .categorical: "text"
    case .date: "a date"
    }
  }
}

/// At most this many names are listed, since a table may have thousands.
private let listLimit = 10

private func listed(_ items: [String]) -> String {
  let shown = items.prefix(listLimit).joined(separator: ", ")
  return items.count > listLimit ? shown + " and \(items.count - listLimit) more" : shown
}

private func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// A value from a file, cut.
private func quoted(_ value: String) -> String {
  "\"\(value.prefix(40))\(value.count > 40 ? "…" : "")\""
}

extension String {
  fileprivate func prefixing(_ message: String) -> String {
    isEmpty ? message : "\(self): \(message)"
  }
}
