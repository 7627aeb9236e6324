import RegRuntime

extension StandardLibrary {
  static let data: [any Builtin] =
    [
      ReadTable(),
      WriteTable(),
      MakeTable(),
      MatrixOfTable(),
      RowCount(),
      Head(),
      Tail(),
      Summary(),
      Count(),
      ChooseColumns.keep,
      ChooseColumns.drop,
      Rename(),
      Where(),
      Mutate(),
      SortBy(),
      GroupBy(),
      Summarize(),
      Bin(),
      MakeCategories(),
      LevelsOf(),
      DropMissing(),
      Impute(),
      Standardize(),
      Split(),
      Design(),
      MakeDate(),
    ] + DatePart.all

  static let metrics: [any Builtin] = Metric.all

  static let textbook: [any Builtin] = [
    Cost(),
    Gradient(),
    Descend(),
  ]
}
