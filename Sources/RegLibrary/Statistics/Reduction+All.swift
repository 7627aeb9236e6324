import RegRuntime

extension Reduction {
  static let all = [
    Reduction(
      "sum", "Adds up.",
      examples: [
        Example("Everything", "> sum([1, 2; 3, 4])\n10"),
        Example("Down each column", "> sum([1, 2; 3, 4], along = \"columns\")\n4  6"),
        Example("Along each row", "> sum([1, 2; 3, 4], along = \"rows\")\n3\n7"),
        Example("How many are true", "> sum([5, 1, 7] > 3)\n2"),
      ], seeAlso: ["mean", "cumsum", "prod", "count"]
    ) { Sums.sum($0) },
    Reduction(
      "prod", "Multiplies.", examples: [Example("Everything", "> prod(1:5)\n120")],
      seeAlso: ["sum", "gamma"]
    ) { $0.reduce(1, *) },
    Reduction(
      "mean", "Gives the arithmetic mean.", details: "Of nothing it is nan.",
      examples: [
        Example("Everything", "> mean([1, 2, 6])\n3"),
        Example(
          "Centred columns",
          """
          > X = [1, 10; 3, 20]
          > X .- mean(X, along = "columns")
          -1  -5
           1   5
          """),
        Example("Despite a gap", "> mean([1, missing, 3], skip_missing = true)\n2"),
      ], seeAlso: ["median", "sd", "sum"], takesDates: true
    ) { Sums.mean($0) },
    Reduction(
      "min", "Gives the smallest number.", details: "Of nothing it is nan.",
      examples: [Example("Everything", "> min([3, 1, 2])\n1")], seeAlso: ["max", "pmin", "order"],
      takesDates: true
    ) { extreme($0) { $0 < $1 } },
    Reduction(
      "max", "Gives the largest number.", details: "Of nothing it is nan.",
      examples: [
        Example("Everything", "> max([3, 1, 2])\n3"),
        Example("Where it is", "> find([3, 1, 3] == max([3, 1, 3]))\n1\n3"),
      ], seeAlso: ["min", "pmax", "order"], takesDates: true
    ) { extreme($0) { $0 > $1 } },
    Reduction(
      "median", "Gives the number in the middle, or the mean of the two there.",
      details: "Of nothing it is nan.",
      examples: [Example("Of four", "> median([1, 9, 2, 4])\n3")], seeAlso: ["quantile", "mean"],
      takesDates: true
    ) { SortedNumbers($0).quantile(0.5) },
  ]

  /// The entry that beats all others; the first nan beats everything.
  private static func extreme(
    _ run: UnsafeBufferPointer<Double>, _ beats: (Double, Double) -> Bool
  ) -> Double {
    guard var best = run.first else { return .nan }
    for number in run {
      if number.isNaN { return number }
      if beats(number, best) { best = number }
    }
    return best
  }
}
