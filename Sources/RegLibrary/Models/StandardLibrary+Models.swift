import RegRuntime

extension StandardLibrary {
  static let models: [any Builtin] = [
    Save(),
    Load(),
    Export(),
  ]
}
