import Glibc

/// base^exponent, by the platform's maths library.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The natural logarithm.
func logarithm(_ value: Double) -> Double { log(value) }

/// log(n!).
func logFactorial(_ n: Double) -> Double { lgamma(n + 1) }
