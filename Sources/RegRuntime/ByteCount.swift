/// Amounts of memory as a message shows them.
public enum ByteCount {
  /// In the largest unit that leaves a whole part: `1.5 GB`.
  public static func text(_ bytes: Int) -> String {
    var amount = Double(bytes)
    for unit in ["bytes", "KB", "MB", "GB", "TB"] {
      if amount < 1024 { return "\(NumberText.display(amount, digits: 3)) \(unit)" }
      amount /= 1024
    }
    return "\(NumberText.display(amount, digits: 3)) PB"
  }
}
