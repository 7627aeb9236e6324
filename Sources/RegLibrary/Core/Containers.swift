import OrderedCollections
import RegData
import RegRuntime
import RegSyntax

struct MakeList: Builtin {
  let name = "list"
  let category = Category.functions
  let summary = "Makes a list of values of any kind."
  let details: String? = "l[i] is an element, l + list(x) a longer list."
  let seeAlso = ["record", "map"]

  let values = RestParameter("values", "The elements in order.")

  let examples = [
    Example("An element", #"> l = list(1, "two", [3, 4])\#n> l[2]\#ntwo"#),
    Example("A longer one", "> l = list(1)\n> l += list(2)\n> len(l)\n2"),
  ]

  func call(_ arguments: Arguments) -> Value { Value(arguments[values]) }
}

struct MakeRecord: Builtin {
  let name = "record"
  let category = Category.functions
  let summary = "Makes a record of named values."
  let details: String? = """
    r.name is a field; r.name = value changes it or adds it. A Greek letter and its English name \
    are one field.
    """
  let seeAlso = ["list", "names"]

  let fields = KeywordsParameter("fields", "The values by name.")

  let examples = [
    Example("A field", "> r = record(λ = 0.1, folds = 10)\n> r.lambda\n0.1")
  ]

  func call(_ arguments: Arguments) -> Value { Value(Record(arguments[fields])) }
}

struct Names: Builtin {
  let name = "names"
  let category = Category.functions
  let summary = "Gives the names of a table's columns or of a record's fields."
  let seeAlso = ["table", "record"]

  let x = Parameter<Value>("x", "A table or a record.")

  let examples = [
    Example("Columns", "> names(table(age = [59; 48], bmi = [32.1; 21.6]))\nage\nbmi")
  ]

  func call(_ arguments: Arguments) throws -> Value {
    switch arguments[x].content {
    case .table(let table): return Value(table.names)
    case .record(let record): return Value(record.names)
    default:
      throw arguments.failure(
        .argumentType, "'x' must be a table or a record, not \(arguments[x].description)", at: x)
    }
  }
}

struct TypeOf: Builtin {
  let name = "typeof"
  let category = Category.functions
  let summary = "Gives the type of a value as a string."
  let seeAlso = ["size"]

  let x = Parameter<Value>("x", "Any value.")

  let examples = [
    Example("A few", #"> list(typeof(1), typeof([1, 2]), typeof("a"))[2]\#nmatrix"#)
  ]

  func call(_ arguments: Arguments) -> Value { Value(arguments[x].typeName) }
}
