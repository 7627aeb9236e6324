/// A small function that exported code brings along where it is used.
struct CodeHelper {
  let name: String
  let c: String?
  let swift: String?
  let python: String?

  /// The helpers that code calls, in one language.
  static func used(in code: String, _ language: KeyPath<CodeHelper, String?>) -> [String] {
    all.filter { code.contains($0.name + "(") }.compactMap { $0[keyPath: language] }
  }

  private static let all =
    [
      CodeHelper(
        name: "reg_polynomial",
        c: """
          static double reg_polynomial(double t, int count, const double *c) {
            double sum = 0.0;
            for (int k = count - 1; k >= 0; k--) sum = sum * t + c[k];
            return sum;
          }
          """,
        swift: """
          private func reg_polynomial(_ t: Double, _ c: [Double]) -> Double {
            var sum = 0.0
            for number in c.reversed() { sum = sum * t + number }
            return sum
          }
          """,
        python: """
          def reg_polynomial(t, c):
              total = 0.0
              for number in reversed(c):
                  total = total * t + number
              return total
          """),
      CodeHelper(
        name: "reg_is",
        c: """
          static int reg_is(const char *text, const char *level) {
            return text != NULL && strcmp(text, level) == 0;
          }
          """, swift: nil, python: nil),
      CodeHelper(
        name: "reg_sign",
        c: "static double reg_sign(double x) { return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x; }",
        swift: """
          private func reg_sign(_ x: Double) -> Double {
            if x > 0 { return 1 }
            return x < 0 ? -1 : x
          }
          """,
        python: """
          def reg_sign(x):
              return 1.0 if x > 0 else -1.0 if x < 0 else x
          """),
      CodeHelper(
        name: "reg_logistic",
        c: """
          static double reg_logistic(double x) {
            if (!(x < 0.0)) return 1.0 / (1.0 + exp(-x));
            const double odds = exp(x);
            return odds / (1.0 + odds);
          }
          """,
        swift: """
          private func reg_logistic(_ x: Double) -> Double {
            guard x < 0 else { return 1 / (1 + exp(-x)) }
            let odds = exp(x)
            return odds / (1 + odds)
          }
          """,
        python: """
          def reg_logistic(x):
              if not x < 0:
                  return 1.0 / (1.0 + math.exp(-x))
              odds = math.exp(x)
              return odds / (1.0 + odds)
          """),
      CodeHelper(
        name: "reg_min",
        c: """
          static double reg_min(double a, double b) {
            return isnan(a) ? a : isnan(b) ? b : b < a ? b : a;
          }
          """,
        swift: """
          private func reg_min(_ a: Double, _ b: Double) -> Double {
            if a.isNaN { return a }
            return b.isNaN || b < a ? b : a
          }
          """,
        python: """
          def reg_min(a, b):
              return a if math.isnan(a) else b if math.isnan(b) or b < a else a
          """),
      CodeHelper(
        name: "reg_max",
        c: """
          static double reg_max(double a, double b) {
            return isnan(a) ? a : isnan(b) ? b : b > a ? b : a;
          }
          """,
        swift: """
          private func reg_max(_ a: Double, _ b: Double) -> Double {
            if a.isNaN { return a }
            return b.isNaN || b > a ? b : a
          }
          """,
        python: """
          def reg_max(a, b):
              return a if math.isnan(a) else b if math.isnan(b) or b > a else a
          """),
    ] + pythonGuards

  /// What raises an exception in Python and gives nan or infinity everywhere else.
  private static let pythonGuards = [
    python(
      "reg_quotient", "a, b", "a / b",
      "math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1.0, b)",
      "ZeroDivisionError"),
    CodeHelper(
      name: "reg_power", c: nil, swift: nil,
      python: """
        def reg_power(a, b):
            try:
                return math.pow(a, b)
            except OverflowError:
                return -math.inf if a < 0 and b % 2 == 1 else math.inf
            except ValueError:
                if a == 0:
                    return -math.inf if math.copysign(1.0, a) < 0 and b % 2 == 1 else math.inf
                return math.nan
        """),
    python("reg_exp", "x", "math.exp(x)", "math.inf", "OverflowError"),
    python("reg_expm1", "x", "math.expm1(x)", "math.inf", "OverflowError"),
    python("reg_sinh", "x", "math.sinh(x)", "math.copysign(math.inf, x)", "OverflowError"),
    python("reg_cosh", "x", "math.cosh(x)", "math.inf", "OverflowError"),
    python("reg_sqrt", "x", "math.sqrt(x)", "math.nan", "ValueError"),
    python("reg_asin", "x", "math.asin(x)", "math.nan", "ValueError"),
    python("reg_acos", "x", "math.acos(x)", "math.nan", "ValueError"),
    python("reg_log", "x", "math.log(x)", "-math.inf if x == 0 else math.nan", "ValueError"),
    python("reg_log2", "x", "math.log2(x)", "-math.inf if x == 0 else math.nan", "ValueError"),
    python("reg_log10", "x", "math.log10(x)", "-math.inf if x == 0 else math.nan", "ValueError"),
    python("reg_log1p", "x", "math.log1p(x)", "-math.inf if x == -1 else math.nan", "ValueError"),
    python("reg_floor", "x", "float(math.floor(x))", "x", "(ValueError, OverflowError)"),
    python("reg_ceil", "x", "float(math.ceil(x))", "x", "(ValueError, OverflowError)"),
    python("reg_trunc", "x", "float(math.trunc(x))", "x", "(ValueError, OverflowError)"),
    python("reg_round", "x", "float(round(x))", "x", "(ValueError, OverflowError)"),
  ]

  private static func python(
    _ name: String, _ parameters: String, _ value: String, _ otherwise: String, _ exception: String
  ) -> CodeHelper {
    CodeHelper(
      name: name, c: nil, swift: nil,
      python: """
        def \(name)(\(parameters)):
            try:
                return \(value)
            except \(exception):
                return \(otherwise)
        """)
  }
}
