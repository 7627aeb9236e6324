/// The candidate that is most likely meant by a misspelt name, if one is near.
///
/// Near is within a third of the name's length by single edits: a letter added, dropped, replaced
/// or swapped with its neighbour. Near to a name of one or two letters is only the other case.
public func nearest(_ name: String, in candidates: some Sequence<String>) -> String? {
  let target = Array(Name.fold(name).lowercased())
  let farthest = target.count > 2 ? max(1, target.count / 3) : 0
  var best: (distance: Int, name: String)?
  for candidate in candidates {
    let distance = editDistance(target, Array(Name.fold(candidate).lowercased()))
    guard distance <= farthest, distance < best?.distance ?? .max else { continue }
    best = (distance, candidate)
  }
  return best?.name
}

/// Edits that turn one word into another, a swap of neighbours counted as one.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        cost = min(cost, beforeLast[j - 2] + 1)
      }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
