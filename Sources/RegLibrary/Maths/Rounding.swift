import RegRuntime

struct RoundFunction: Builtin {
  let name = "round"
  let category = Category.maths
  let summary = "Rounds to the nearest whole number, or to a number of decimals."
  let details: String? = """
    A number half way between two goes to the even one, as IEEE 754, R, Julia and NumPy have it. \
    What counts is the exact value of the double: 2.675 is stored a little below, so it rounds to \
    2.67.
    """
  let seeAlso = ["floor", "ceil", "trunc", "format"]

  let x = Parameter<Numbers>("x", "A number, or an array that is worked on entry by entry.")
  let digits = Parameter<Int>(
    "digits", "Decimals to keep; below zero, places before the point to clear.", default: 0,
    where: .between(-300, 300))

  let examples = [
    Example("Half way goes to even", "> round([0.5, 1.5, 2.5])\n0  2  2"),
    Example("To two decimals", "> round(2.675, 2)\n2.67"),
    Example("To hundreds", "> round(1234, -2)\n1200"),
  ]

  func call(_ arguments: Arguments) -> Value {
    let digits = arguments[digits]
    return arguments[x].map { rounded($0, digits) }
  }

  private func rounded(_ number: Double, _ digits: Int) -> Double {
    guard digits != 0 else { return number.rounded(.toNearestOrEven) }
    // Above 2⁵² every double is whole, so there are no decimals to lose.
    guard digits < 0 || (number.magnitude < 0x1p52 && digits <= 100) else { return number }
    guard digits < 0 else { return Double(NumberText.fixed(number, places: digits)) ?? number }
    guard let unit = Double("1e\(-digits)") else { return number }
    return (number / unit).rounded(.toNearestOrEven) * unit
  }
}
