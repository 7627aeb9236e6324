import Glibc
import RegRuntime

extension ElementwiseFunction {
  static let all = sizes + exponentials + angles + special

  private static let sizes = [
    ElementwiseFunction(
      "abs", "Gives the magnitude of a number.", example: "> abs(-3)\n3", seeAlso: ["sign"]
    ) { $0.magnitude },
    ElementwiseFunction(
      "sign", "Gives -1, 0 or 1, as a number is below, at or above zero.",
      example: "> sign(-2.5)\n-1", seeAlso: ["abs"]
    ) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 },
    ElementwiseFunction(
      "floor", "Gives the largest whole number that is not above a number.",
      example: "> floor(-2.5)\n-3", seeAlso: ["ceil", "round", "trunc"]
    ) { $0.rounded(.down) },
    ElementwiseFunction(
      "ceil", "Gives the smallest whole number that is not below a number.",
      example: "> ceil(2.1)\n3", seeAlso: ["floor", "round", "trunc"]
    ) { $0.rounded(.up) },
    ElementwiseFunction(
      "trunc", "Drops what is behind the decimal point.", example: "> trunc(-2.7)\n-2",
      seeAlso: ["floor", "ceil", "round"]
    ) { $0.rounded(.towardZero) },
  ]

  private static let exponentials = [
    ElementwiseFunction(
      "sqrt", "Gives the square root; nan below zero.", example: "> sqrt([4, 9])\n2  3",
      title: "Entry by entry"
    ) { $0.squareRoot() },
    ElementwiseFunction(
      "exp", "Gives e raised to a number.", example: "> exp(1)\n2.71828",
      seeAlso: ["log", "expm1"]
    ) { exp($0) },
    ElementwiseFunction(
      "expm1", "Gives exp(x) - 1 without losing digits near zero.",
      example: "> expm1(1e-12)\n1e-12", seeAlso: ["exp", "log1p"]
    ) { expm1($0) },
    ElementwiseFunction(
      "log", "Gives the natural logarithm; -inf at zero and nan below.",
      example: "> log([1, 10])\n0  2.30259", title: "Entry by entry",
      seeAlso: ["log2", "log10", "log1p", "exp"]
    ) { log($0) },
    ElementwiseFunction(
      "log2", "Gives the logarithm to base 2.", example: "> log2(8)\n3", seeAlso: ["log"]
    ) { log2($0) },
    ElementwiseFunction(
      "log10", "Gives the logarithm to base 10.", example: "> log10(1000)\n3", seeAlso: ["log"]
    ) { log10($0) },
    ElementwiseFunction(
      "log1p", "Gives log(1 + x) without losing digits near zero.",
      example: "> log1p(1e-12)\n1e-12", seeAlso: ["log", "expm1"]
    ) { log1p($0) },
  ]

  private static let angles = [
    ElementwiseFunction(
      "sin", "Gives the sine of an angle in radians.", example: "> sin(pi / 2)\n1",
      seeAlso: ["asin", "cos", "tan"]
    ) { sin($0) },
    ElementwiseFunction(
      "cos", "Gives the cosine of an angle in radians.", example: "> cos([0, pi])\n1  -1",
      title: "Entry by entry", seeAlso: ["acos", "sin", "tan"]
    ) { cos($0) },
    ElementwiseFunction(
      "tan", "Gives the tangent of an angle in radians.", example: "> tan(pi / 4)\n1",
      seeAlso: ["atan", "atan2"]
    ) { tan($0) },
    ElementwiseFunction(
      "asin", "Gives the angle, from -pi/2 to pi/2, with that sine; nan beyond 1.",
      example: "> asin(1)\n1.5708", seeAlso: ["sin"]
    ) { asin($0) },
    ElementwiseFunction(
      "acos", "Gives the angle, from 0 to pi, with that cosine; nan beyond 1.",
      example: "> acos(-1)\n3.14159", seeAlso: ["cos"]
    ) { acos($0) },
    ElementwiseFunction(
      "atan", "Gives the angle, from -pi/2 to pi/2, with that tangent.",
      example: "> atan(1)\n0.785398", seeAlso: ["tan", "atan2"]
    ) { atan($0) },
    ElementwiseFunction(
      "sinh", "Gives the hyperbolic sine.", example: "> sinh(1)\n1.1752", seeAlso: ["cosh", "tanh"]
    ) { sinh($0) },
    ElementwiseFunction(
      "cosh", "Gives the hyperbolic cosine.", example: "> cosh(1)\n1.54308",
      seeAlso: ["sinh", "tanh"]
    ) { cosh($0) },
    ElementwiseFunction(
      "tanh", "Gives the hyperbolic tangent.", example: "> tanh(0.5)\n0.462117",
      seeAlso: ["sinh", "cosh", "logistic"]
    ) { tanh($0) },
  ]

  private static let special = [
    ElementwiseFunction(
      "gamma", "Gives the gamma function, which is (x - 1)! at whole numbers.",
      example: "> gamma(5)\n24", seeAlso: ["lgamma"]
    ) { tgamma($0) },
    ElementwiseFunction(
      "lgamma", "Gives the logarithm of the gamma function's magnitude.",
      example: "> exp(lgamma(5))\n24", seeAlso: ["gamma"]
    ) { lgamma($0).0 },
    ElementwiseFunction(
      "logistic", "Gives 1 / (1 + exp(-x)), the inverse of the log odds.",
      example: "> logistic([0, 2])\n0.5  0.880797", title: "From log odds to a probability",
      details: "Far below zero it keeps its digits and far above it is 1; nothing overflows."
    ) { logistic($0) },
  ]

  /// Written so that the exponential is never above 1.
  private static func logistic(_ x: Double) -> Double {
    guard x < 0 else { return 1 / (1 + exp(-x)) }
    let odds = exp(x)
    return odds / (1 + odds)
  }
}

extension PairwiseFunction {
  static let all = [
    PairwiseFunction(
      "pmin", "Gives the smaller of two numbers, entry by entry.",
      ("a", "A number or an array."), ("b", "A number, or an array of the same shape."),
      example: "> pmin([1, 5], 3)\n1  3", title: "No entry above 3",
      details: "nan and missing win, as they do in sums.", seeAlso: ["pmax", "min"]
    ) { $0.isNaN ? $0 : $1.isNaN ? $1 : Swift.min($0, $1) },
    PairwiseFunction(
      "pmax", "Gives the larger of two numbers, entry by entry.",
      ("a", "A number or an array."), ("b", "A number, or an array of the same shape."),
      example: "> pmax([-1, 2], 0)\n0  2", title: "No entry below zero",
      details: "nan and missing win, as they do in sums.", seeAlso: ["pmin", "max"]
    ) { $0.isNaN ? $0 : $1.isNaN ? $1 : Swift.max($0, $1) },
    PairwiseFunction(
      "mod", "Gives the remainder of a division, with the divisor's sign.",
      ("a", "What is divided."), ("b", "The divisor; nan comes back for zero."),
      example: "> mod([-1, 7], 3)\n2  1", title: "Also below zero"
    ) { floorRemainder($0, $1) },
    PairwiseFunction(
      "atan2", "Gives the angle of the point (x, y), from -pi to pi.",
      ("y", "The point's height."), ("x", "The point's distance to the right."),
      example: "> atan2(1, -1)\n2.35619", seeAlso: ["atan", "hypot"]
    ) { atan2($0, $1) },
    PairwiseFunction(
      "hypot", "Gives √(a² + b²) without overflow on the way.",
      ("a", "One side."), ("b", "The other side."), example: "> hypot(3, 4)\n5",
      seeAlso: ["norm", "atan2"]
    ) { hypot($0, $1) },
  ]

  private static func floorRemainder(_ a: Double, _ b: Double) -> Double {
    let remainder = a.truncatingRemainder(dividingBy: b)
    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder
  }
}
