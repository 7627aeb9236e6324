/// Spreads labels along a line so that none covers another.
enum LabelPlacement {
  /// Places near those wanted, at least `distance` apart and within a range, in the same order.
  ///
  /// Pushed apart from the lowest up, then back from the highest down where they ran over the end.
  static func spread(
    _ wanted: [Double], distance: Double, within range: ClosedRange<Double>
  ) -> [Double] {
    let order = wanted.indices.sorted { wanted[$0] < wanted[$1] }
    var places = order.map { min(max(wanted[$0], range.lowerBound), range.upperBound) }
    for index in places.indices.dropFirst() {
      places[index] = max(places[index], places[index - 1] + distance)
    }
    if let last = places.indices.last, places[last] > range.upperBound {
      places[last] = range.upperBound
      for index in places.indices.dropLast().reversed() {
        places[index] = min(places[index], places[index + 1] - distance)
      }
    }
    var result = wanted
    for (place, index) in order.enumerated() { result[index] = places[place] }
    return result
  }
}
