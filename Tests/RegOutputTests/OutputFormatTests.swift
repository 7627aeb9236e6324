import OrderedCollections
import RegData
import RegLinearAlgebra
import RegRuntime
import Testing

@testable import RegOutput

@Suite("Formats of output")
struct OutputFormatTests {
  private static let table: Value = {
    let columns: [(name: String, column: Column)] = [
      (name: "a,b", column: .number([1, .missing])), (name: "c", column: .text(["x \"y\"", nil])),
    ]
    return (try? Table(columns)).map(Value.init) ?? .none
  }()

  @Test(
    "JSON has numbers in full, nan and inf as strings, and missing values as null",
    arguments: [
      (Value(0.1 + 0.2), #"{"type":"number","value":0.30000000000000004}"#),
      (Value(Double.nan), #"{"type":"number","value":"nan"}"#),
      (Value(-Double.infinity), #"{"type":"number","value":"-inf"}"#),
      (Value(true), #"{"type":"logical","value":true}"#),
      (Value("a\"b\n\u{1}"), #"{"type":"string","value":"a\"b\n\u0001"}"#),
      (Value([-2.0, -3]), #"{"type":"matrix","rows":2,"columns":1,"value":[-2,-3]}"#),
      (
        Value(Matrix(rows: 2, columns: 2, values: [1, 2, 3, .missing])),
        #"{"type":"matrix","rows":2,"columns":2,"value":[[1,3],[2,null]]}"#
      ),
      (Value([Value(1), .none]), #"{"type":"list","value":[1,null]}"#),
      (Value(Record(["x": Value(1)])), #"{"type":"record","value":{"x":1}}"#),
      (table, #"{"type":"table","value":{"a,b":[1,null],"c":["x \"y\"",null]}}"#),
    ])
  func json(value: Value, text: String) throws {
    #expect(try OutputFormat.json.text(of: value) == text)
  }

  @Test("JSON leaves the functions of a record out")
  func functions() throws {
    struct Nothing: Builtin {
      let name = "f"
      let category = Category.fitting
      let summary = "Nothing."
      let examples: [Example] = []
      func call(_ arguments: Arguments) -> Value { .none }
    }
    let function = Value.object(BuiltinFunction(Nothing()))
    let record = Record(["f": function, "x": Value(1), "g": function, "y": Value(2)])
    #expect(
      try OutputFormat.json.text(of: Value(record))
        == #"{"type":"record","value":{"x":1,"y":2}}"#)
    #expect(
      try OutputFormat.json.text(of: Value(Record(["f": function])))
        == #"{"type":"record","value":{}}"#)
  }

  @Test("JSON refuses lists that go on too deep, instead of running out of stack")
  func deepLists() {
    var value = Value(1)
    for _ in 0..<1000 { value = Value([value]) }
    #expect(throws: (any Error).self) { try OutputFormat.json.text(of: value) }
  }

  @Test(
    "CSV quotes only what needs it",
    arguments: [
      (Value(0.5), "0.5"),
      (Value(Matrix(rows: 2, columns: 2, values: [1, 2, 3, 4])), "1,3\n2,4"),
      (table, "\"a,b\",c\n1,\"x \"\"y\"\"\"\nNA,NA"),
      (Value(Record(["x": Value([1.0, 2]), "name": Value("n")])), "x,1,2\nname,n"),
    ])
  func csv(value: Value, text: String) throws {
    #expect(try OutputFormat.csv.text(of: value) == text)
  }

  @Test("every format is found by its name")
  func names() {
    for format in OutputFormat.all {
      #expect(OutputFormat.named(format.name)?.name == format.name)
      #expect(!format.summary.isEmpty)
    }
    #expect(OutputFormat.named("yaml") == nil)
  }
}
