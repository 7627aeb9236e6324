import Foundation
import RegData
import Testing

@Suite("Days of the calendar")
struct CalendarDayTests {
  @Test(
    "days count from 1970-01-01",
    arguments: [
      ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016), ("2024-03-01", 19783),
      ("0001-01-01", -719_162), ("9999-12-31", 2_932_896), ("1900-03-01", -25508),
    ])
  func counts(text: String, days: Int) throws {
    let day = try #require(CalendarDay(text))
    #expect(day.days == days)
    #expect(day.description == text)
    #expect(CalendarDay(days: days) == day)
  }

  @Test("four centuries of days are those of Foundation's calendar, weekdays too")
  func agreesWithFoundation() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for days in stride(from: -60_000, to: 90_000, by: 97) {
      let parts = calendar.dateComponents(
        [.year, .month, .day, .weekday],
        from: Date(timeIntervalSince1970: Double(days) * 86_400))
      let day = try #require(CalendarDay(days: days))
      #expect(day.parts.year == parts.year && day.parts.month == parts.month)
      #expect(day.parts.day == parts.day)
      // Foundation counts from Sunday.
      #expect(parts.weekday.map { ($0 + 5) % 7 + 1 } == day.weekday)
    }
  }

  @Test("every day of the range comes back from its parts, and follows the one before")
  func roundTrips() throws {
    for days in stride(from: CalendarDay.range.lowerBound, to: CalendarDay.range.upperBound, by: 31)
    {
      let day = try #require(CalendarDay(days: days))
      let parts = day.parts
      #expect(CalendarDay(year: parts.year, month: parts.month, day: parts.day) == day)
      #expect(CalendarDay(day.description) == day)
    }
    #expect(CalendarDay(days: CalendarDay.range.lowerBound - 1) == nil)
    #expect(CalendarDay(days: CalendarDay.range.upperBound + 1) == nil)
    #expect(CalendarDay(days: 1.5) == nil && CalendarDay(days: Double.nan) == nil)
  }

  @Test(
    "what is no day of the calendar is refused",
    arguments: [
      "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "0000-01-01",
      "24-03-01", "2024-3-1", "2024/03/01", "01.03.2024", "2024-03-01 10:00:00", "2024-03-01x",
      "", "2024-03-0", "２０２４-03-01",
    ])
  func refuses(text: String) { #expect(CalendarDay(text) == nil) }

  @Test("midnight is the day itself", arguments: ["2024-03-01T00:00:00", "2024-03-01 00:00:00"])
  func midnight(text: String) { #expect(CalendarDay(text)?.days == 19783) }
}
