import Testing

@testable import RegREPL
@testable import RegRuntime

@Suite("The progress bar")
struct ProgressStyleTests {
  private func work(_ fraction: Double, _ counts: [WorkProgress.Count] = []) -> WatchedWork {
    var work = WatchedWork(start: 0)
    work.progress = WorkProgress(fraction: fraction, counts: counts)
    return work
  }

  @Test("says how much is done, of what, and how long the rest takes")
  func words() {
    let counts = [WorkProgress.Count("fold", 3, of: 10), .init("λ", 37, of: 100)]
    let line = ProgressStyle(isASCII: true).line(work(0.25, counts), at: 2, width: 100)
    let bar = "[" + String(repeating: "#", count: 9) + String(repeating: ".", count: 29) + "]"
    #expect(line.text == bar + "   25 %  fold 3 of 10  lambda 37 of 100  6 s left")
    #expect(line.width == line.text.count)
  }

  @Test("uses nothing but ASCII where that is all there is")
  func ascii() {
    for fraction in [0, 0.37, 0.999, 1] {
      let counts = [WorkProgress.Count("λ", 1, of: 2)]
      let line = ProgressStyle(isASCII: true).line(work(fraction, counts), at: 1, width: 79)
      #expect(line.text.utf8.allSatisfy { $0 < 128 })
      let unicode = ProgressStyle(isASCII: false).line(work(fraction, counts), at: 1, width: 79)
      #expect(unicode.text.contains("λ 1 of 2"))
    }
  }

  @Test("fits every window", arguments: 0...120)
  func widths(width: Int) {
    let counts = [WorkProgress.Count("fold", 10, of: 10), .init("λ", 100, of: 100)]
    for isASCII in [true, false] {
      for fraction in [0, 0.1234, 0.99, 1] {
        let line = ProgressStyle(isASCII: isASCII).line(
          work(fraction, counts), at: 1e5, width: width)
        #expect(line.text.count <= width)
        #expect(line.text.count == line.width)
      }
    }
  }

  @Test("goes by the pace of late, not by that of the start")
  func pace() {
    var work = work(0)
    // Half is done in the first second, and one percent in each tenth after that.
    for step in 0..<40 {
      work.progress.fraction = 0.5 + Double(step) * 0.01
      work.note(at: 1 + Double(step) * 0.1)
    }
    let left = work.secondsLeft(at: 5)
    #expect(left.map { abs($0 - 1.1) < 0.05 } == true)
  }

  @Test(
    "durations are read at a glance",
    arguments: [
      (0, "0 s"), (3.2, "4 s"), (65, "1 min 5 s"), (12_000, "3 h 20 min"),
      (1e300, "277777 h 46 min"),
    ])
  func durations(seconds: Double, text: String) {
    #expect(ProgressStyle.duration(seconds) == text)
  }
}
