import RegRuntime

extension StandardLibrary {
  static let functions: [any Builtin] = [
    MapElements(),
    FilterElements(),
    ReduceElements(),
    MakeList(),
    MakeRecord(),
    Names(),
    TypeOf(),
  ]

  static let session: [any Builtin] = [
    Print(),
    Help(),
    Assert(),
    RaiseError(),
    Time(),
    ScriptArguments(),
    Exit(),
  ]
}
