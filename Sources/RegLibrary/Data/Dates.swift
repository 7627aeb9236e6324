import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

struct MakeDate: Builtin {
  let name = "date"
  let category = Category.data
  let summary = "Makes dates of text, of year, month and day, or of days since 1970-01-01."
  let details: String? = """
    Dates are days: their differences are numbers of days, adding a number moves them, and they \
    compare with each other and with strings such as "2024-03-01". In a formula a date counts as the \
    days since 1970-01-01. Missing stays missing.

    Text is read as ISO 8601 writes dates, 2024-03-01; 'order' says what comes first in other text, \
    whatever stands between the numbers. A year has four digits.
    """
  let seeAlso = ["year", "weekday", "read"]

  let x = Parameter<ColumnArgument>("x", "Text, dates, years, or days since 1970-01-01.")
  let month = Parameter<[Int]?>("month", "With years: the months, from 1.", default: nil)
  let day = Parameter<[Int]?>("day", "With years: the days of the month.", default: nil)
  let order = Parameter<String>(
    "order", "How text writes dates: year, month and day by their first letters.",
    default: "ymd", keywordOnly: true, where: .oneOf(["ymd", "dmy", "mdy"]))

  let examples = [
    Example(
      "Days between",
      #"> date("2024-03-01") - date("2024-02-01")\#n29"#),
    Example("As Europeans write", #"> date("1.3.2024", order = "dmy")\#n2024-03-01"#),
    Example("By parts", "> date(2024, 2, 28) + 2\n2024-03-01"),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let column = arguments[x].column
    if arguments.isGiven(month) || arguments.isGiven(day) {
      return Value(.date(try joined(column, arguments)))
    }
    switch column {
    case .date: return Value(column)
    case .number(let days):
      return Value(
        .date(
          try days.map { number in
            if number.isNaN { return .missing }
            guard CalendarDay(days: number) != nil else {
              throw arguments.failure(
                .argumentRange, "\(NumberText.display(number)) is no day of the calendar", at: x,
                help: "days since 1970-01-01 are whole and within the years 1 to 9999")
            }
            return number
          }))
    case .text, .categorical:
      let order = arguments[order]
      return Value(.date(try (column.texts ?? []).map { try day($0, order, arguments) }))
    case .logical:
      throw arguments.failure(.argumentType, "logicals are no dates", at: x)
    }
  }

  private func day(_ text: String?, _ order: String, _ arguments: Arguments) throws -> Double {
    guard let text else { return .missing }
    let day = order == "ymd" ? CalendarDay(text) ?? Self.day(text, order) : Self.day(text, order)
    guard let day else {
      throw arguments.failure(
        .argumentRange, "\"\(text)\" is not a date", at: x,
        help: order == "ymd"
          ? "dates are written as in 2024-03-01; order = \"dmy\" or \"mdy\" reads others"
          : "with order = \"\(order)\" they are three numbers, the year of four digits")
    }
    return Double(day.days)
  }

  /// Three numbers with anything but letters between them.
  private static func day(_ text: String, _ order: String) -> CalendarDay? {
    var parts: [Character: Int] = [:]
    var places = order.makeIterator()
    for digits in text.split(whereSeparator: { !$0.isASCII || !$0.isNumber }) {
      guard digits.count <= 4, let number = Int(digits), let place = places.next() else {
        return nil
      }
      if (place == "y") != (digits.count == 4) { return nil }
      parts[place] = number
    }
    if text.contains(where: \.isLetter) { return nil }
    guard let year = parts["y"], let month = parts["m"], let day = parts["d"] else { return nil }
    return CalendarDay(year: year, month: month, day: day)
  }

  private func joined(_ years: Column, _ arguments: Arguments) throws -> [Double] {
    guard let months = arguments[month], let days = arguments[day] else {
      throw arguments.failure(.missingArgument, "a date by its parts needs year, month and day")
    }
    guard case .number(let years) = years else {
      throw arguments.failure(.argumentType, "years are numbers", at: x)
    }
    let count = [years.count, months.count, days.count].max() ?? 0
    for length in [years.count, months.count, days.count] where length != count && length != 1 {
      throw arguments.failure(
        .argumentShape,
        "\(years.count) years, \(months.count) months and \(days.count) days make no dates")
    }
    return try (0..<count).map { row in
      let year = years[years.count == 1 ? 0 : row]
      let month = months[months.count == 1 ? 0 : row]
      let day = days[days.count == 1 ? 0 : row]
      if year.isNaN { return .missing }
      guard abs(year) < 10_000, let whole = Int(exactly: year),
        let date = CalendarDay(year: whole, month: month, day: day)
      else {
        throw arguments.failure(
          .argumentRange, "the calendar has no \(NumberText.display(year))-\(month)-\(day)")
      }
      return Double(date.days)
    }
  }
}

/// `year`, `month`, `day` and `weekday`.
struct DatePart: Builtin {
  let name: String
  let category = Category.data
  let summary: String
  let examples: [Example]
  let seeAlso = ["date"]
  private let part: @Sendable (CalendarDay) -> Int

  let dates = Parameter<DatesArgument>("dates", "Dates, or strings such as \"2024-03-01\".")

  static let all = [
    DatePart(
      name: "year", summary: "Gives the year of a date.",
      examples: [Example("Of one", #"> year("2024-03-01")\#n2024"#)]
    ) { $0.parts.year },
    DatePart(
      name: "month", summary: "Gives the month of a date, from 1 to 12.",
      examples: [Example("Of one", #"> month("2024-03-01")\#n3"#)]
    ) { $0.parts.month },
    DatePart(
      name: "day", summary: "Gives the day of a date in its month.",
      examples: [Example("Of one", #"> day("2024-03-01")\#n1"#)]
    ) { $0.parts.day },
    DatePart(
      name: "weekday", summary: "Gives the day of the week of a date, Monday 1 to Sunday 7.",
      examples: [Example("A Friday", #"> weekday("2024-03-01")\#n5"#)]
    ) { $0.weekday },
  ]

  private init(
    name: String, summary: String, examples: [Example],
    part: @escaping @Sendable (CalendarDay) -> Int
  ) {
    self.name = name
    self.summary = summary
    self.examples = examples
    self.part = part
  }

  func call(_ arguments: Arguments) -> Value {
    let numbers = arguments[dates].days.map { days in
      CalendarDay(days: days).map { Double(part($0)) } ?? .missing
    }
    return numbers.count == 1 ? Value(numbers[0]) : Value(numbers)
  }
}

/// Dates, or text that is dates.
struct DatesArgument: ArgumentConvertible {
  let days: [Double]

  static let typeName = "dates"

  init?(argument: Value) {
    if let days = argument.days {
      self.days = days
      return
    }
    guard let texts = Grid<String?>(argument: argument) else { return nil }
    let days = texts.elements.map { text in
      text.map { CalendarDay($0).map { Double($0.days) } ?? .nan } ?? .missing
    }
    if days.contains(where: { $0.isNaN && !$0.isMissing }) { return nil }
    self.days = days
  }
}
