import Foundation
import RegData
@testable import RegLibrary
import RegLinearAlgebra
@testable import RegRuntime
import RegSyntax
import Testing

@Suite("The checksum of stored models")
struct XXHash64Tests {
  @Test(
    "known sums",
    arguments: [
      ("", 0xef46_db37_51d8_e999), ("a", 0xd24e_c4f1_a98c_6e5b), ("abc", 0x44bc_2cf5_ad77_0999),
    ] as [(String, UInt64)])
  func known(text: String, sum: UInt64) {
    #expect(XXHash64.hash(Array(text.utf8)) == sum)
  }

  @Test("any bit that changes changes the sum, at every length")
  func sensitive() {
    for length in [1, 3, 4, 7, 8, 31, 32, 33, 64, 71] {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
      let sum = XXHash64.hash(bytes)
      for place in bytes.indices {
        var other = bytes
        other[place] ^= 1 << UInt8(place % 8)
        #expect(XXHash64.hash(other) != sum)
      }
    }
  }
}

@Suite("Stored values")
struct StoredValueTests {
  private let interpreter = Interpreter(
    context: Context(
      builtins: BuiltinRegistry(StandardLibrary.builtins), capabilities: [], limits: Limits()))

  private func value(_ text: String) throws -> Value {
    let program = try #require(Parser.parse(SourceText(text)).program)
    return try interpreter.evaluate(program)
  }

  private func stored(_ value: Value) throws -> [UInt8] {
    var writer = ByteWriter()
    try writer.write(value)
    return ModelFile.wrap(writer, kind: value.typeName)
  }

  private func loaded(_ file: [UInt8]) throws -> Value {
    var reader = ByteReader(try ModelFile.unwrap(file))
    let value = try reader.value(interpreter.context)
    guard reader.remaining == 0 else { throw StoredFault() }
    return value
  }

  private static let data = """
    n = 60; k = 1:n
    d = table(age = 50 + 20 * sin(k), dose = abs(cos(2 * k)))
    d.g = map(i -> ["a", "b", "ü"][mod(i, 3) + 1], k)
    d.lost = map(i -> if mod(i, 9) == 0 { missing } else { i / 7 }, k)
    d.old = d.age > 50
    d.y = d.age / 10 + 3 * d.dose + 2 * cos(5 * k)
    d.z = d.age - d.dose
    f = y ~ C(g, ref = "b") * ns(age, 3) + poly(dose, 2) + impute(lost) + is_missing(lost) +
      I(age > {k[40]})
    """

  static let fits = [
    "lasso(d, f)", "ridge(d, f)", "enet(d, f, alpha = 0.3)", "lasso(d, f, λ = 0.1)",
    "lasso(d, f) @ [0.2, 0.05]", "lasso(d, y ~ dose + lost - 1, na = \"drop\")",
    "lasso(d, y ~ lost + g + offset(dose), na = \"impute\", full = true)",
    "lasso(matrix(d, [\"age\", \"dose\"]), d.y, weights = 1 + d.dose, penalty_factor = [1, 0.5])",
    "ridge(d[:, [\"age\", \"dose\"]], d.y, lower = [-1, 0], convention = \"glmnet\")",
    "lasso(d, f, relax = 0.3)", "lasso(d, y ~ age + dose + g, adaptive = \"ols\")",
    "enet(d, f, adaptive = \"ridge\", adaptive_power = 2, relax = 0)",
    "cv(lasso(d, f, relax = 0.5, adaptive = \"ridge\"), folds = 3)",
    "lasso(d, [y, z] ~ age + g)", "ridge(d, [y, z] ~ age + g, λ = 0.1)",
    "cv(lasso(d, f), folds = 4)",
    "cv(ridge(d, f, λ = [1, 0.1]), folds = \"loo\", measure = \"mae\")",
    "cv(lasso(d, [y, z] ~ age + g), folds = 3)",
    "lasso(d, [y, z] ~ age + dose + g, relax = 0.3)",
    "lasso(d, [y, z] ~ age + dose + g, relax = 0) @ [0.2, 0.05]",
    "cv(lasso(d, [y, z] ~ age + g, relax = 0.5, λ = [1, 0.1]), folds = 3)",
  ]

  @Test("a model comes back as it was, and answers what it answered", arguments: fits)
  func models(text: String) throws {
    _ = try value(Self.data)
    let model = try value("m = \(text); m")
    let back = try loaded(stored(model))
    #expect(back.shown == model.shown)
    // What comes back is stored as the same bytes again, so nothing was lost on the way.
    #expect(try stored(back) == stored(model))
    interpreter[global: "q"] = back
    let record = try #require(Record(argument: model))
    for name in record.names where !["lambda_se", "mse", "mae", "r2"].contains(name) {
      let (before, after) = try (model.field(name), back.field(name))
      #expect(after.shown == before.shown, "\(name)")
    }
    guard !text.hasPrefix("cv") else { return }
    let new = text.contains("matrix(") ? "matrix(d, [\"age\", \"dose\"])[1:9, :]" : "d[1:9, :]"
    for lambda in ["0.07", "0.7", "0"] {
      let difference = try value(
        "a = predict(m, \(new), \(lambda), na = \"drop\"); b = predict(q, \(new), \(lambda), "
          + "na = \"drop\"); max(abs(a - b)) / max(abs(a))")
      #expect(try #require(Double(argument: difference)) < 1e-12)
    }
  }

  @Test(
    "plain values come back as they were",
    arguments: [
      "none", "true", "-0.0", "missing", "1/3", "\"größer\\n\"", "[1, 2; 3, missing]",
      "zeros(0, 3)", "[true, false]", "[\"a\"; \"\"]", "1:10", "0:0.1:1", "5:1",
      "list(1, list(\"a\", none), [1; 2])",
      "record(a = 1, b = record(c = \"x\"))",
      "table(a = [1; missing], b = [\"x\"; \"y\"], c = [true; false])",
      "table()",
    ])
  func plainValues(text: String) throws {
    let before = try value(text)
    let after = try loaded(stored(before))
    #expect(after.shown == before.shown && after.typeName == before.typeName)
    #expect(try stored(after) == stored(before))
  }

  @Test("a function means what it meant, whatever the loading script calls by its name")
  func shadowing() throws {
    _ = try value(Self.data)
    let file = try stored(value("ridge(d, y ~ log(age) + dose, λ = 0.1)"))
    let before = try value("predict(ridge(d, y ~ log(age) + dose, λ = 0.1), d)")
    interpreter[global: "q"] = try loaded(file)
    #expect(try value("log = x -> 0 * x; predict(q, d)").shown == before.shown)
  }

  /// What makes a function `f`, and calls of it.
  static let functions: [(String, String)] = [
    ("fn f(x, y = 2) = x * y + 1", "[f(3), f(3, 5), f(y = 1, x = 2)]"),
    ("n = 3; f = x -> { y = x + n; y * n }", "f(4)"),
    ("add = n -> (x -> x + n); f = add(5)", "f(1)"),
    ("fn make(a) {\nfn go(n) = if n == 0 { a } else { go(n - 1) }\ngo\n}\nf = make(7)", "f(9)"),
    ("fn f(n) = if n < 2 { 1 } else { n * f(n - 1) }", "f(5)"),
    ("f = (x ->\n x\n + 1)", "f(2)"),
    ("compose = (a, b) -> (x -> a(b(x))); f = compose(exp, x -> -x)", "f(0.5)"),
    ("fn f(s = \"a\\n{1 + 1}\") = s", "f()"), ("f = sum", "f([1; 2])"),
    ("fn late() {\nfn inner() = later\nlater = 2\ninner\n}\nlater = 4; f = late()", "f()"),
    ("f = list(x -> 2 * x, record(g = (a, b) -> a - b))", "list(f[1](3), f[2].g(5, 3))"),
  ]

  @Test("a function comes back and does what it did", arguments: functions)
  func scriptFunctions(definition: String, call: String) throws {
    let before = try value("\(definition)\n\(call)")
    let file = try stored(try value("f"))
    #expect(file[8] == 2)
    interpreter[global: "f"] = try loaded(file)
    #expect(try value(call).shown == before.shown)
    #expect(try stored(try value("f")) == file)
  }

  @Test("a function that names variables of its session finds those of the one that loads it")
  func sessionVariables() throws {
    let file = try stored(try value("scale = 3; fn f(x) = x * scale; f"))
    interpreter[global: "f"] = try loaded(file)
    #expect(try value("scale = 5; f(2)").shown == "10")
  }

  @Test("functions of an imported file take along what they read there, unless it goes in circles")
  func importedFunctions() throws {
    let interpreter = Interpreter(
      context: Context(
        builtins: BuiltinRegistry(StandardLibrary.builtins), capabilities: [.imports],
        limits: Limits()))
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).reg")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(
      """
      scale = 3
      fn inner(x) = x * scale
      fn outer(x) = inner(x) + sum([1; 2])
      fn fact(n) = if n < 2 { 1 } else { n * fact(n - 1) }
      fn ping(n) = if n == 0 { 0 } else { pong(n - 1) }
      fn pong(n) = if n == 0 { 1 } else { ping(n - 1) }
      """.utf8
    ).write(to: file)
    let text = "import \"\(file.path())\" as lib; lib"
    let program = try #require(Parser.parse(SourceText(text)).program)
    let library = try #require(Record(argument: try interpreter.evaluate(program)))
    for (name, call, answer) in [("outer", "q(2)", "9"), ("fact", "q(5)", "120")] {
      self.interpreter[global: "q"] = try loaded(stored(#require(try library.field(name))))
      // Other variables of those names mean nothing to them.
      #expect(try value("scale = 0; sum = 1; inner = 2; fact = 3; \(call)").shown == answer)
    }
    let circle = try #require(try library.field("ping"))
    let error = #expect(throws: Diagnostic.self) { try stored(circle) }
    #expect(error?.code == .cannotSave)
  }

  @Test(
    "text that is no function, or names what is not there, is refused",
    arguments: [
      "", "1", "x", "x -> ", "fn g(x) = x", "x -> x; y -> y", "(x -> x)(1)", "fn f(pi) = 1",
    ])
  func noFunction(text: String) throws {
    var writer = ByteWriter()
    writer.write(StoredKind.function)
    writer.write("f") { $0.write($1) }
    writer.write(text)
    writer.write(false)
    writer.write(true)
    writer.write([String]())
    #expect(throws: StoredFault.self) { try loaded(ModelFile.wrap(writer, kind: "function")) }
    var builtin = ByteWriter()
    builtin.write(StoredKind.builtin)
    builtin.write("no_such_function")
    #expect(throws: StoredFault.self) { try loaded(ModelFile.wrap(builtin, kind: "function")) }
  }

  @Test(
    "what a file cannot hold is refused by name",
    arguments: [
      "y ~ x", "list(1, y ~ x)",
      "fn half(x) = x / 2; lasso(d, y ~ half(age))",
      "lasso(d, y ~ I(map(a -> a + 1, age)))",
      "cv(lasso(d, y ~ age), folds = 3, measure = (y, p) -> max(abs(y - p)))",
      "cv(enet(d, y ~ age + dose), folds = 3, alpha = [0.2, 0.8])",
    ])
  func refused(text: String) throws {
    _ = try value(Self.data)
    let given = try value(text)
    let error = #expect(throws: Diagnostic.self) { try stored(given) }
    #expect(error?.code == .cannotSave)
  }

  @Test("a file that is cut short, grown or altered anywhere is refused")
  func damaged() throws {
    _ = try value(Self.data)
    let file = try stored(value("lasso(d, f, λ = 0.1)"))
    for length in Array(0..<64) + [file.count / 2, file.count - 1] {
      #expect(throws: StoredFault.self) { try loaded(Array(file.prefix(length))) }
    }
    #expect(throws: StoredFault.self) { try loaded(file + [0]) }
    var random = RandomGenerator(seed: 5)
    for _ in 0..<400 {
      var other = file
      other[random.integer(below: other.count)] ^= UInt8(1 << random.integer(below: 8))
      #expect(throws: StoredFault.self) { try loaded(other) }
    }
  }

  @Test("a later version of the format says so")
  func version() throws {
    var file = try stored(.number(1))
    file[8] = 3
    let fault = #expect(throws: StoredFault.self) { try loaded(file) }
    #expect(fault?.reason.contains("version 3") == true)
  }

  /// A checksum can be made to match: then what is inside is all that stands between a file and a
  /// trap.
  @Test(
    "bytes altered under a checksum that matches never trap",
    arguments: [
      "lasso(d, f, λ = 0.1)", "ridge(d, f, λ = [1, 0.1])",
      "lasso(d, [y, z] ~ age + g, λ = 0.1, relax = 0.5)",
      "cv(lasso(d, y ~ age, λ = [1, 0.5]), folds = 3)",
      "lasso(d, f, λ = [1, 0.1], relax = 0.5, adaptive = \"ridge\")",
      "list(d, \"text\", [1, 2; 3, 4], 1:9, [true])",
      "n = 2; list(sum, (x, y) -> { z = x + n; z * y }, a -> (b -> a + b)(n))",
    ])
  func forged(text: String) throws {
    _ = try value(Self.data)
    let given = try value(text)
    var writer = ByteWriter()
    try writer.write(given)
    var random = RandomGenerator(seed: 11)
    for round in 0..<200 {
      var bytes = writer.bytes
      for _ in 0...random.integer(below: 3) {
        let place = random.integer(below: round % 2 == 0 ? bytes.count : min(bytes.count, 4000))
        switch random.integer(below: 4) {
        case 0: bytes[place] = UInt8(random.integer(below: 256))
        case 1: bytes[place] ^= UInt8(1 << random.integer(below: 8))
        case 2: bytes[place] = 0xff
        default: bytes.remove(at: place)
        }
      }
      var forged = ByteWriter()
      forged.append(bytes)
      guard let back = try? loaded(ModelFile.wrap(forged, kind: "forged")) else { continue }
      // What still is a value must be one that can be shown, stored and asked.
      _ = back.shown
      _ = try? stored(back)
      interpreter[global: "q"] = back
      _ = try? value("predict(q, d, na = \"missing\")")
    }
  }
}
