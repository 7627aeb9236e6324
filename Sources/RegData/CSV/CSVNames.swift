/// The names of columns, each made different from all others.
struct CSVNames {
  private(set) var names: [String] = []
  private(set) var notes: [CSVContents.Note] = []
  /// Whether the last of several columns has no name.
  let endsUnnamed: Bool

  init(_ given: [String]) {
    endsUnnamed = given.count > 1 && given.last == ""
    var taken = Set(given)
    var seen: Set<String> = []
    for (position, name) in given.enumerated() {
      if !name.isEmpty && seen.insert(name).inserted {
        names.append(name)
        continue
      }
      let stem = name.isEmpty ? "column" : name
      var number = name.isEmpty ? position + 1 : 2
      while !taken.insert("\(stem)_\(number)").inserted { number += 1 }
      names.append("\(stem)_\(number)")
      notes.append(
        .renamed(position: position + 1, from: name, to: "\(stem)_\(number)"))
    }
  }
}

extension CSVContents.Note {
  /// The position of the column that was given a name, counted from 1.
  var renamedPosition: Int? {
    if case .renamed(let position, _, _) = self { position } else { nil }
  }
}
