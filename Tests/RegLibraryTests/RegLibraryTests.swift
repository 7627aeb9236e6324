import RegRuntime
import Testing

@testable import RegLibrary

@Suite("The standard library")
struct StandardLibraryTests {
  @Test("no two built-ins share a name, since the later one would hide the other")
  func names() {
    let names = StandardLibrary.builtins.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
