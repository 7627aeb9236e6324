@testable import RegPlot
import Testing

@Suite("ticks and scales")
struct TicksTests {
  @Test("are round numbers within the range")
  func linear() {
    #expect(Ticks.linear(0...10, count: 5).map(\.label) == ["0", "2", "4", "6", "8", "10"])
    #expect(Ticks.linear(-0.31...0.42, count: 4).map(\.label) == ["-0.2", "0", "0.2", "0.4"])
    #expect(Ticks.linear(1_000_000...3_000_000, count: 2).map(\.label) == ["1e6", "2e6", "3e6"])
    #expect(Ticks.linear(1e-9...4e-9, count: 4).map(\.label) == ["1e-9", "2e-9", "3e-9", "4e-9"])
  }

  @Test("are powers of ten on a logarithmic axis, and more where these are few")
  func logarithmic() {
    #expect(Ticks.logarithmic(0.004...50, count: 5).map(\.label) == ["0.01", "0.1", "1", "10"])
    #expect(
      Ticks.logarithmic(0.9...11, count: 6).map(\.label) == ["1", "2", "5", "10"])
    #expect(Ticks.logarithmic(3...4, count: 4).count >= 2)
  }

  @Test(
    "there are none where there is no range, or where numbers are too coarse for steps",
    arguments: [0...0, 1e300...1e301, 1e17...(1e17 + 16), -Double.infinity...1])
  func degenerate(range: ClosedRange<Double>) {
    for tick in Ticks.linear(range, count: 5) {
      #expect(range.contains(tick.value * (1 - 1e-9)) || range.contains(tick.value))
    }
  }

  @Test("values have their places between the ends, also backwards and on a log scale")
  func scales() throws {
    let falling = Scale(Axis("", isLogarithmic: true, isReversed: true), [0.1, 10], padding: 0)
    let (left, middle) = (try #require(falling.share(of: 10)), try #require(falling.share(of: 1)))
    #expect(abs(left) < 1e-12 && abs(middle - 0.5) < 1e-12)
    #expect(falling.share(of: 0) == nil && falling.share(of: -1) == nil)
    let huge = Scale(Axis(""), [-1e308, 1e308], padding: 0.05)
    #expect(huge.share(of: 0) == 0.5)
    let one = Scale(Axis(""), [3], padding: 0)
    #expect(one.share(of: 3) == 0.5)
    #expect(Scale(Axis(""), [.nan], padding: 0).share(of: .nan) == nil)
  }

  @Test("labels keep their order and their distance")
  func labels() {
    let places = LabelPlacement.spread([5, 5.1, 9.9, 0], distance: 1, within: 0...10)
    #expect(places[3] == 0 && places[0] < places[1] && places[1] <= places[2] - 1)
    #expect(places[1] - places[0] >= 1 && (places.max() ?? 0) <= 10)
  }
}
