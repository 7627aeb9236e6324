import Testing

@testable import RegLinearAlgebra

@Suite("random numbers")
struct RandomGeneratorTests {
  // First outputs of the authors' reference programs (prng.di.unimi.it) from these states.
  @Test("splitmix64 gives the published sequence")
  func splitMix() {
    var generator = SplitMix64(state: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test("xoshiro256++ gives the published sequence")
  func xoshiro() {
    var generator = RandomGenerator(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386,
      9_228_616_714_210_784_205, 9_973_669_472_204_895_162, 14_011_001_112_246_962_877,
      12_406_186_145_184_390_807, 15_849_039_046_786_891_736, 10_450_023_813_501_588_000,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test("the same seed gives the same numbers, another seed others")
  func seeds() {
    var (a, b, c) = (
      RandomGenerator(seed: 5), RandomGenerator(seed: 5), RandomGenerator(seed: 6)
    )
    let first = (0..<8).map { _ in a.normal() }
    #expect(first == (0..<8).map { _ in b.normal() })
    #expect(first != (0..<8).map { _ in c.normal() })
  }

  @Test("uniform numbers fill the open unit interval evenly")
  func uniform() {
    var generator = RandomGenerator(seed: 1)
    let draws = (0..<40_000).map { _ in generator.uniform() }
    #expect(draws.allSatisfy { $0 > 0 && $0 < 1 })
    for decile in 0..<10 {
      let share = draws.count { Int($0 * 10) == decile }
      // Binomial: mean 4000, standard deviation 60.
      #expect(abs(share - 4000) < 300)
    }
  }

  @Test("normal numbers have the moments of the normal distribution")
  func normal() {
    var generator = RandomGenerator(seed: 2)
    let count = 40_000.0
    let draws = (0..<Int(count)).map { _ in generator.normal() }
    let mean = draws.reduce(0, +) / count
    let square = draws.reduce(0) { $0 + $1 * $1 } / count
    let cube = draws.reduce(0) { $0 + $1 * $1 * $1 } / count
    let fourth = draws.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count
    // Five standard errors: 1, √2, √15, √96 over √n.
    #expect(abs(mean) < 0.025)
    #expect(abs(square - 1) < 0.036)
    #expect(abs(cube) < 0.1)
    #expect(abs(fourth - 3) < 0.25)
  }

  @Test("whole numbers below a bound are all reached, none too often")
  func integers() {
    var generator = RandomGenerator(seed: 3)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<14_000 { counts[generator.integer(below: 7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 2000) < 210 })
  }

  @Test("a permutation holds every number once, and moves them")
  func permutation() {
    var generator = RandomGenerator(seed: 4)
    let order = generator.permutation(50)
    #expect(order.sorted() == Array(0..<50))
    #expect(order != Array(0..<50))
    #expect(generator.permutation(0).isEmpty)
  }

  @Test(
    "the portable logarithm agrees with the platform's to two rounding units",
    arguments: [1e-300, 1e-20, 0.1, 0.5, 0.7071, 0.7072, 0.999999, 1.0, 1.5, 2.0, 1e10])
  func logarithm(x: Double) {
    let (ours, theirs) = (PortableMath.log(x), LibM.log(x))
    #expect(abs(ours - theirs) <= 2 * theirs.magnitude.ulp)
  }
}
