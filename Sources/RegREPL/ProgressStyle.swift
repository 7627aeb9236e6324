import RegRuntime

/// Work as it is watched: the last report, and how fast it went lately.
struct WatchedWork {
  let start: Double
  var progress = WorkProgress(fraction: 0)
  /// When the bar was painted, and the share that was done then; the oldest first.
  private var history: [(time: Double, fraction: Double)] = []

  init(start: Double) { self.start = start }

  mutating func note(at time: Double) {
    history.append((time, progress.fraction))
    if history.count > 30 { history.removeFirst() }
  }

  /// Seconds left at the pace of the last three seconds; nil while that tells nothing.
  ///
  /// A path slows down as columns enter, so its pace as a whole would promise too much.
  func secondsLeft(at time: Double) -> Double? {
    let since = history.first ?? (start, 0)
    let gained = progress.fraction - since.fraction
    guard gained > 0, time > since.time else { return nil }
    return (1 - progress.fraction) * (time - since.time) / gained
  }
}

/// How a progress bar is drawn in a width, in Unicode or in plain ASCII.
struct ProgressStyle {
  let isASCII: Bool

  /// The line and the columns that it takes.
  func line(
    _ work: WatchedWork, at time: Double, width: Int
  ) -> (text: String, width: Int) {
    let fraction = min(max(work.progress.fraction, 0), 1)
    let percent = "\(Int(fraction * 100 + 1e-9))"
    var parts = [String(repeating: " ", count: 3 - percent.count) + percent + " %"]
    parts += work.progress.counts.map { count in
      let noun = isASCII && count.noun == "λ" ? "lambda" : count.noun
      return "\(noun) \(count.done) of \(count.total)"
    }
    if let seconds = work.secondsLeft(at: time) { parts.append(Self.duration(seconds) + " left") }
    // A narrow window loses the bar first, then what stands last.
    var text = parts.joined(separator: "  ")
    while text.count > width, parts.count > 1 {
      parts.removeLast()
      text = parts.joined(separator: "  ")
    }
    let room = min(width - text.count - 2, 40)
    if room >= 8 { text = bar(fraction, room) + "  " + text }
    text = String(text.prefix(max(width, 0)))
    return (text, text.count)
  }

  private func bar(_ fraction: Double, _ width: Int) -> String {
    guard !isASCII else {
      let full = Int(fraction * Double(width - 2))
      return "[" + String(repeating: "#", count: full)
        + String(repeating: ".", count: width - 2 - full) + "]"
    }
    // Eighths of a column, so that slow work is seen to move.
    let eighths = Int(fraction * Double(width * 8))
    let part = eighths % 8 > 0 ? [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8] : ""
    let full = String(repeating: "█", count: eighths / 8) + part
    return full + String(repeating: "░", count: width - full.count)
  }

  /// `4 s`, `2 min 5 s`, `3 h 20 min`.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }
}
