import RegLinearAlgebra
import RegPlot
import RegRuntime
import RegSyntax

struct Histogram: Builtin {
  let name = "hist"
  let category = Category.plotting
  let summary = "Draws how often numbers fall into each of some bins."
  let details: String? = """
    Without bins there are as many as the rule of Freedman and Diaconis (1981) says, a width of \
    2·IQR/n^(1/3), from 5 to 60. Missing values are left out.
    """
  let seeAlso = ["bar", "plot", "summary"]

  let x = Parameter<[Double]>("x", "Numbers.")
  let bins = Parameter<Int?>(
    "bins", "How many bins; if none, the data decide.", default: nil,
    where: .optional(.between(1, 1000)))
  let output = PlotOutput()

  let examples = [
    Example(
      "Written to a file",
      """
      > hist([1; 2; 2; 3; 3; 3], bins = 3, file = "hist.svg")
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let sorted = arguments[x].filter(\.isFinite).sorted()
    guard let low = sorted.first, let high = sorted.last else {
      throw arguments.failure(.argumentRange, "'x' has no finite numbers", at: x)
    }
    let count = arguments[bins] ?? Self.binCount(sorted)
    // Halves, since the difference of two large numbers may be infinite.
    let half = high > low ? high / 2 - low / 2 : 0.5
    let start = high > low ? low : low - 0.5
    func edge(_ bin: Int) -> Double { start + half * (2 * Double(bin) / Double(count)) }
    var counts = [Int](repeating: 0, count: count)
    for value in sorted {
      let share = (value / 2 - start / 2) / half
      counts[max(0, min(count - 1, Int(share * Double(count))))] += 1
    }
    let bars = counts.enumerated().map { bin, number in
      Chart.Bar(left: edge(bin), right: edge(bin + 1), height: Double(number))
    }
    let chart = Chart(
      title: "\(sorted.count.counted("number")) in \(count.counted("bin"))", x: Axis("x"),
      y: Axis("count"), layers: [.bars(bars, .color(0))])
    return try output.value(chart, arguments)
  }

  /// - Parameter sorted: Not empty.
  private static func binCount(_ sorted: [Double]) -> Int {
    let count = Double(sorted.count)
    let spread = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
    let range = sorted[sorted.count - 1] - sorted[0]
    let width = 2 * spread / cubeRoot(count)
    guard width > 0, range.isFinite else { return 10 }
    return Int(max(5, min(60, (range / width).rounded(.up))))
  }

  /// By Newton's method, which is exact to more digits than bins need after a few steps.
  private static func cubeRoot(_ value: Double) -> Double {
    var root = value.squareRoot()
    for _ in 0..<60 { root = (2 * root + value / (root * root)) / 3 }
    return root
  }
}

struct BarChart: Builtin {
  let name = "bar"
  let category = Category.plotting
  let summary = "Draws numbers as bars, each with its name."
  let seeAlso = ["hist", "plot"]

  let names = Parameter<[String]>("names", "What stands below each bar.")
  let heights = Parameter<[Double]>("heights", "How high each bar is.")
  let output = PlotOutput()

  let examples = [
    Example(
      "Written to a file",
      """
      > bar(["a"; "b"], [3; 5], file = "bar.svg")
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let (names, heights) = (arguments[names], arguments[heights])
    guard names.count == heights.count else {
      throw arguments.failure(
        .argumentShape,
        "'heights' has \(heights.count.counted("number")) for \(names.count.counted("name"))",
        at: self.heights)
    }
    guard heights.contains(where: \.isFinite) else {
      throw arguments.failure(.argumentRange, "'heights' has no finite numbers", at: self.heights)
    }
    let bars = heights.enumerated().map { place, height in
      Chart.Bar(left: Double(place) - 0.4, right: Double(place) + 0.4, height: height)
    }
    let chart = Chart(
      title: names.count.counted("bar"), x: Axis("", categories: names), y: Axis(""),
      layers: [.bars(bars, .color(0))])
    return try output.value(chart, arguments)
  }
}
