import Glibc

/// base^exponent, by the platform's maths library.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
