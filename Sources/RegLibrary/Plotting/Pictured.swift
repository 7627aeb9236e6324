import RegPlot
import RegRuntime

/// A record that `plot` draws.
protocol Pictured: RecordBacking {
  var chart: Chart { get }
}

extension PlotRecord: Pictured {}
extension ValidatedModel: Pictured {}
extension ValidatedGrid: Pictured {}

extension FittedPath: Pictured {
  var chart: Chart { ModelCharts(fitted: self).path() }
}

extension FittedModel: Pictured {
  var chart: Chart { ModelCharts(fitted: self).bars() }
}
