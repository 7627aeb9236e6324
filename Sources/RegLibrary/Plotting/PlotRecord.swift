import RegPlot
import RegRuntime

/// A picture as a value: shown as one, and kept or written like any other value.
struct PlotRecord: RecordBacking {
  let chart: Chart

  var typeName: String { "plot" }
  var fieldNames: [String] { ["title", "svg"] }

  func field(_ name: String) throws -> Value {
    switch name {
    case "title": Value(chart.title)
    case "svg": Value(VectorRenderer().svg(chart.spelledOut))
    default: .none
    }
  }

  var presentation: Presentation { Presentation([.chart(chart)]) }
}
