import Glibc

/// How much memory the machine has left.
enum FreeMemory {
  /// Arrays below this size are made without asking, since the answer takes 20 µs.
  static let smallestToAsk = 64 << 20

  /// Bytes that can be had without driving others out, by the kernel's estimate and by the limit of
  /// the control group; `nil` where neither is known.
  static func bytes() -> Int? {
    let machine = number(after: "MemAvailable:", in: "/proc/meminfo").map { $0 * 1024 }
    let limit = number(after: "", in: "/sys/fs/cgroup/memory.max")
    let used = number(after: "", in: "/sys/fs/cgroup/memory.current")
    let cache = number(after: "inactive_file ", in: "/sys/fs/cgroup/memory.stat") ?? 0
    guard let limit, let used else { return machine }
    return min(machine ?? .max, max(limit - used + cache, 0))
  }

  /// The number that stands behind a word in a file.
  private static func number(after word: String, in path: String) -> Int? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, file) > 0 {
      guard let line else { return nil }
      let text = String(cString: line)
      guard text.hasPrefix(word) else { continue }
      let digits = text.dropFirst(word.count).drop { $0 == " " }.prefix { $0.isNumber }
      return Int(digits)
    }
    return nil
  }
}
