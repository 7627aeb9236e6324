import Glibc
import RegRuntime

struct Time: Builtin {
  let name = "time"
  let category = Category.session
  let summary = "Gives the seconds since the start of 1970."
  let details: String? = "The difference of two is how long something took."

  let examples = [Example("It goes on", "> start = time()\n> time() >= start\ntrue")]

  func call(_ arguments: Arguments) throws -> Value {
    try arguments.context.require(.clock, to: "look at the clock")
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Value(Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
  }
}

struct ScriptArguments: Builtin {
  let name = "args"
  let category = Category.session
  let summary = "Gives what stands behind the script's name on the command line."
  let details: String? = "An array of strings; number(a) makes a number of one."
  let seeAlso = ["number"]

  let examples = [Example("Here there are none", "> len(args())\n0")]

  func call(_ arguments: Arguments) -> Value { Value(arguments.context.scriptArguments) }
}
