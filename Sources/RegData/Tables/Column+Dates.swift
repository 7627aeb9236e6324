extension TextColumn {
  /// How text reads as dates.
  enum DateReading: Equatable {
    /// Every value is a date; nothing is missing that was there.
    case dates([Double])
    /// The first row whose text is no date, and how many rows hold one.
    case text(row: Int, dateCount: Int)
  }

  /// The text read as dates of ISO 8601; empty text and the marks given are missing values.
  ///
  /// - Complexity: A date is parsed once where text is stored as levels.
  func readAsDates(missingMarks: [String] = []) -> DateReading {
    let marks = Set(missingMarks + [""])
    if let (levels, codes) = coded {
      let days = levels.map { Self.days($0, marks) }
      return Self.reading(codes.count) {
        codes[$0] == Categories.missing ? .missing : days[Int(codes[$0])]
      }
    }
    return Self.reading(count) { row in self[row].map { Self.days($0, marks) } ?? .missing }
  }

  /// Whether the first value that is there is a date: what tells most columns of text from dates.
  var startsWithDate: Bool {
    lazy.compactMap(\.self).first { !$0.isEmpty }.map { CalendarDay($0) != nil } ?? false
  }

  /// - Parameter days: The day of a row, `nan` for text that is none.
  private static func reading(_ count: Int, days: (Int) -> Double) -> DateReading {
    var dates: [Double] = []
    dates.reserveCapacity(count)
    var (firstText, dateCount) = (Int?.none, 0)
    for row in 0..<count {
      let day = days(row)
      if !day.isNaN { dateCount += 1 }
      if day.isNaN, !day.isMissing, firstText == nil { firstText = row }
      dates.append(day)
    }
    return firstText.map { .text(row: $0, dateCount: dateCount) } ?? .dates(dates)
  }

  private static func days(_ text: String, _ marks: Set<String>) -> Double {
    if let day = CalendarDay(text) { return Double(day.days) }
    return marks.contains(text) ? .missing : .nan
  }
}
