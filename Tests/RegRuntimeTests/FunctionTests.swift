import RegRuntime
import RegSyntax
import Testing

@Suite("Functions of scripts")
struct FunctionTests {
  let running = Running()

  @Test("recursion computes what a loop does")
  func recursion() throws {
    let recursive = try running.number("fn f(n) = if n < 2 { 1 } else { n * f(n - 1) }\nf(20)")
    let looped = try running.number("p = 1\nfor i in 1:20 { p *= i }\np")
    #expect(recursive == looped)
  }

  @Test("a function keeps the values around it as they were when it was made")
  func capture() throws {
    let text = """
      fn counters() {
        n = 1
        first = () -> n
        n = 2
        second = () -> n
        pair(first, second)
      }
      both = counters()
      10 * both[1]() + both[2]()
      """
    #expect(try running.number(text) == 12)
  }

  @Test("a function inside a function can call itself")
  func innerRecursion() throws {
    let text = """
      fn outer(n) {
        fn inner(k) = if k == 0 { 0 } else { k + inner(k - 1) }
        down = k -> if k == 0 { 0 } else { 1 + down(k - 1) }
        inner(n) + down(n)
      }
      outer(10)
      """
    #expect(try running.number(text) == 65)
  }

  @Test("a function reads variables of the script and never changes them")
  func globals() throws {
    #expect(try running.number("n = 1\nfn f() { n = n + 1; n }\nf() + f() + n") == 5)
    #expect(try running.number("v = [1; 2]\nfn g() { v[1] = 9; v[1] }\ng() + v[1]") == 10)
  }

  @Test("a default is worked out at each call and sees the parameters before it")
  func defaults() throws {
    #expect(try running.number("k = 1\nfn f(x, y = x + k) = x * y\nk = 10\nf(2)") == 24)
    #expect(try running.number("fn f(x, y = 2 * x, z = x + y) = z\nf(1, z = 5) + f(1)") == 8)
  }

  @Test("return leaves a function from inside loops, blocks and expressions")
  func returns() throws {
    let text = """
      fn first_above(limit) {
        for i in 1:100 {
          while true {
            x = if i^2 > limit { return i } else { i }
            break
          }
        }
        0
      }
      first_above(50)
      """
    #expect(try running.number(text) == 8)
  }

  @Test("break and continue leave the innermost loop, from an expression too")
  func jumps() throws {
    let text = """
      s = 0
      for i in 1:5 {
        for j in 1:5 {
          s += if j == 3 { continue } else if j == 5 { break } else { 1 }
        }
      }
      s
      """
    #expect(try running.number(text) == 15)
  }

  @Test("a built-in can call back, and the trace names every call")
  func callbacks() {
    let failure = running.failure("fn bad(x) = x + unknown\nfn f(x) = apply(bad, x)\nf(1)")
    #expect(failure?.code == .unknownName)
    #expect(failure?.trace.map(\.function) == ["bad", "f"])
  }

  @Test("recursion without end is an error, at any depth of the expression around it")
  func tooDeep() throws {
    #expect(running.failure("fn f(x) = 1 + (2 * (f(x) + 1))\nf(1)")?.code == .callTooDeep)
    #expect(running.failure("fn g(x) = apply(g, x)\ng(1)")?.code == .callTooDeep)
    #expect(try running.number("1 + 1") == 2)
  }

  @Test("variables survive an error, and the stack is whole again")
  func recovery() throws {
    _ = running.failure("a = 5\nfn f(x) { y = x; unknown }\nf(1)")
    #expect(try running.number("fn g(x) { y = 2 * x; y }\ng(a)") == 10)
  }
}

@Suite("Arguments")
struct ArgumentTests {
  let running = Running()

  @Test(
    "a call that does not fit is refused with the caret on the culprit",
    arguments: [
      ("fn f(x) = x\nf(1, 2)", DiagnosticCode.tooManyArguments, "2"),
      ("fn f(x) = x\nf(y = 2)", .unknownArgument, "y"),
      ("fn f(x) = x\nf(1, x = 2)", .duplicateArgument, "x"),
      ("fn f(x) = x\nf()", .missingArgument, "f()"),
      ("half(1, 2)", .tooManyArguments, "2"),
      ("half(\"a\")", .argumentType, "\"a\""),
      ("half()", .missingArgument, "half()"),
      ("total(1, scael = 2)", .unknownArgument, "scael"),
      ("x = 3\nx(1)", .notCallable, "x"),
      ("x = [1; 2]\nx(1)", .callOnArray, "x(1)"),
    ])
  func misfit(text: String, code: DiagnosticCode, culprit: String) throws {
    let failure = try #require(running.failure(text))
    #expect(failure.code == code)
    let span = try #require(failure.span)
    #expect(failure.source?.text(span) == culprit)
  }

  @Test("a variable takes over the name of a built-in")
  func shadowing() throws {
    #expect(try running.number("fn f(x) = half(x)\nhalf = x -> 10 * x\nf(2) + half(1)") == 30)
    #expect(try Running().number("fn f(half) = half(3)\nf(x -> x + 1)") == 4)
  }

  @Test("options go by name, in any order behind the values")
  func options() throws {
    #expect(try running.number("total(1, 2, 3, scale = 2)") == 12)
  }
}

@Suite("Limits")
struct LimitTests {
  @Test("steps end a loop, and an error handler does not see it")
  func steps() throws {
    let running = Running(limits: Limits(steps: 10_000))
    #expect(
      running.failure("n = 0\nwhile true { try { n += 1 } catch { } }")?.code == .limitReached)
    let count = try #require(try running.number("n"))
    #expect(count > 1000 && count <= 15_000)
  }

  @Test("another thread interrupts a loop")
  func interrupt() async throws {
    let handle = InterruptHandle()
    let task = Task.detached {
      let running = Running(limits: Limits(), interrupt: handle)
      return running.failure("while true { }")?.code
    }
    handle.set()
    #expect(await task.value == .interrupted)
  }

  @Test("lists inside lists end somewhere")
  func nesting() {
    let running = Running()
    #expect(running.failure("l = 0\nfor i in 1:1e5 { l = pair(l, 1) }")?.code == .tooLarge)
    let assigned = "l = pair(0, 0)\nfor i in 1:1e5 { m = pair(0, 0); m[1] = l; l = m }"
    #expect(running.failure(assigned)?.code == .tooLarge)
    let captured = "fn wrap(f) = () -> f\ng = 0\nfor i in 1:1e5 { g = wrap(g) }"
    #expect(running.failure(captured)?.code == .tooLarge)
  }

  @Test("an array larger than allowed is refused before it is made")
  func bytes() {
    let running = Running(limits: Limits(bytes: 1000))
    #expect(running.failure("x = 1:100\ny = x .+ x'")?.code == .tooLarge)
    #expect(running.failure("x = 1:1e12\nx'")?.code == .tooLarge)
    #expect(running.failure("[1:1e12]")?.code == .tooLarge)
  }
}
