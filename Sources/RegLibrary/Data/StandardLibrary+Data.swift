import RegRuntime

extension StandardLibrary {
  static let data: [any Builtin] = [
    ReadTable(),
    WriteTable(),
    MakeTable(),
    MatrixOfTable(),
    Head(),
    Summary(),
    Split(),
    DropMissing(),
    Design(),
  ]

  static let metrics: [any Builtin] = Metric.all

  static let textbook: [any Builtin] = [
    Cost(),
    Gradient(),
    Descend(),
  ]
}
