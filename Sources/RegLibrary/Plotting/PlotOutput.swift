import RegData
import RegPlot
import RegRuntime
import RegSyntax

/// What becomes of a picture: it is shown, or written to a file.
struct PlotOutput: ParameterGroup {
  let title = Parameter<String?>(
    "title", "The line above the picture; if none, it says what is shown.", default: nil,
    keywordOnly: true)
  let file = Parameter<String?>(
    "file", "Where to write the picture instead of showing it: a path that ends in .svg or .png.",
    default: nil, keywordOnly: true,
    where: .optional(
      Constraint("a path that ends in .svg or .png", refusing: Value("plot.txt")) { path in
        (path.hasSuffix(".svg") || path.hasSuffix(".png")) && path.count > 4
      }))
  let width = Parameter<Int>(
    "width", "Width of the file's picture.", unit: "pixels", default: 720, keywordOnly: true,
    where: .between(120, 10_000))
  let height = Parameter<Int>(
    "height", "Height of the file's picture.", unit: "pixels", default: 440, keywordOnly: true,
    where: .between(120, 10_000))

  /// The picture as a value, or none when it went to a file.
  func value(_ chart: Chart, _ arguments: Arguments) throws -> Value {
    var chart = chart
    if let title = arguments[title] { chart.title = title }
    guard let path = arguments[file] else {
      for size in [width, height] where arguments.isGiven(size) {
        throw arguments.failure(
          .argumentRange, "'\(size.name)' is that of a file, and the terminal has its own",
          at: size, help: "give file = \"picture.svg\" as well")
      }
      return Value(Record(backing: PlotRecord(chart: chart)))
    }
    try arguments.context.require(.writeFiles, to: "write files")
    let bytes = try bytes(of: chart, path, arguments)
    do throws(DataError) {
      try DataFile.write(bytes, to: path)
    } catch .fileNotFound(let path) {
      throw arguments.failure(
        .fileNotFound, "the folder of '\(path)' does not exist", at: file)
    } catch {
      throw arguments.placing(error, at: file)
    }
    return .none
  }

  private func bytes(of chart: Chart, _ path: String, _ arguments: Arguments) throws -> [UInt8] {
    let chart = chart.spelledOut
    let renderer = VectorRenderer(width: arguments[width], height: arguments[height])
    guard path.hasSuffix(".png") else { return Array(renderer.svg(chart).utf8) }
    // Four bytes a dot, and four dots a pixel.
    try arguments.context.reserve(rows: 2 * arguments[width], columns: arguments[height])
    guard let bytes = renderer.png(chart) else {
      throw arguments.failure(
        .fileNotFound, "PNG files are drawn by Cairo, which is not installed", at: file,
        help: "install Debian's libcairo2, or write a file that ends in .svg")
    }
    return bytes
  }
}
