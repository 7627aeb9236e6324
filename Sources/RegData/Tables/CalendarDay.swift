/// A day of the Gregorian calendar, from 0001-01-01 to 9999-12-31.
///
/// Stored as days since 1970-01-01, which is what a column of dates holds and what their
/// differences are counted in.
public struct CalendarDay: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01; negative before it.
  public let days: Int

  /// The first and the last day there is, in days since 1970-01-01.
  public static let range = -719_162...2_932_896

  /// The day so many days after 1970-01-01; `nil` outside the years 1 to 9999.
  public init?(days: Int) {
    guard CalendarDay.range.contains(days) else { return nil }
    self.days = days
  }

  /// The day of a whole number of days since 1970-01-01; `nil` for any other number.
  public init?(days: Double) {
    guard days >= -1e9, days <= 1e9, let whole = Int(exactly: days) else { return nil }
    self.init(days: whole)
  }

  /// A date by its parts; `nil` where the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDay.length(ofMonth: month, year: year)
    else { return nil }
    // Counted in years that start in March, so that the leap day is a year's last; the algorithm
    // is Hinnant's `days_from_civil` (2013), for years from 1 on.
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shifted.quotientAndRemainder(dividingBy: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    days = era * 146_097 + dayOfEra - 719_468
  }

  /// A date as ISO 8601 writes it: `2024-03-01`, also with a time of day of zeros behind it.
  ///
  /// `nil` for everything else: the order of `03/04/2024` depends on who wrote it.
  public init?(_ text: String) {
    var text = text
    let parsed = text.withUTF8 { CalendarDay(iso: $0) }
    guard let parsed else { return nil }
    self = parsed
  }

  private init?(iso bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
      return nil
    }
    if bytes.count > 10 {
      let midnight: [StaticString] = ["T00:00:00", " 00:00:00", "T00:00:00Z"]
      let isMidnight = midnight.contains { zeros in
        zeros.utf8CodeUnitCount == bytes.count - 10
          && zeros.withUTF8Buffer { $0.elementsEqual(bytes[10...]) }
      }
      guard isMidnight else { return nil }
    }
    func number(_ range: Range<Int>) -> Int? {
      var number = 0
      for position in range {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) else { return nil }
        number = 10 * number + Int(bytes[position] - UInt8(ascii: "0"))
      }
      return number
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
      return nil
    }
    self.init(year: year, month: month, day: day)
  }

  public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.days < right.days }

  /// Year, month and day of the month, the latter two counted from 1.
  public var parts: (year: Int, month: Int, day: Int) {
    // Hinnant's `civil_from_days`; the range keeps the shifted count positive.
    let shifted = days + 719_468
    let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * march + 2) / 5 + 1)
  }

  /// The day of the week, Monday 1 to Sunday 7.
  public var weekday: Int {
    // 1970-01-01 was a Thursday.
    let shifted = (days + 3) % 7
    return (shifted < 0 ? shifted + 7 : shifted) + 1
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDay: CustomStringConvertible {
  /// As ISO 8601 writes it: `2024-03-01`.
  public var description: String {
    let (year, month, day) = parts
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }
}
