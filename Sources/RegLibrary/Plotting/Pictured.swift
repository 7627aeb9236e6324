import RegPlot
import RegRuntime
import RegSolvers

/// A record that `plot` draws.
protocol Pictured: RecordBacking {
  var chart: Chart { get }
}

extension PlotRecord: Pictured {}
extension ValidatedModel: Pictured {}
extension ValidatedGrid: Pictured {}

extension FittedPath: Pictured {
  /// One λ makes no path to draw.
  var chart: Chart {
    let charts = ModelCharts(fitted: self)
    let shown = solutions.filter { $0.lambda > 0 }
    return shown.count == 1 ? charts.bars(shown[0]) : charts.path()
  }
}

extension FittedModel: Pictured {
  var chart: Chart { ModelCharts(fitted: self).bars(solution) }
}
