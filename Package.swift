// swift-tools-version: 6.2
import PackageDescription

// Every target of ours: imports are internal unless written `public import`, existentials are
// spelled `any`, and a warning stops the build.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let orderedCollections = Target.Dependency.product(
  name: "OrderedCollections", package: "swift-collections")

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "reg",
  products: [
    .executable(name: "reg", targets: ["RegCLI"]),
    .library(name: "Reg", targets: ["Reg"]),
    .library(name: "RegSolvers", targets: ["RegSolvers"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibedit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),

    .target(name: "COpenBLAS", cSettings: [.treatAllWarnings(as: .error)]),
    .target(name: "CRegKernels", cSettings: [.treatAllWarnings(as: .error)]),
    .target(
      name: "CGzip", cSettings: [.treatAllWarnings(as: .error)],
      linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CSQLite", cSettings: [.treatAllWarnings(as: .error)]),
    .target(name: "CCairo", cSettings: [.treatAllWarnings(as: .error)]),
    .target(name: "CFileMap", cSettings: [.treatAllWarnings(as: .error)]),
    .target(name: "CRegText", cSettings: [.treatAllWarnings(as: .error)]),
    library("RegLinearAlgebra", ["COpenBLAS", "CRegKernels"]),
    library("RegSolvers", ["RegLinearAlgebra"]),
    library(
      "RegData",
      ["RegLinearAlgebra", "CRegText", "CFileMap", "CGzip", "CSQLite", orderedCollections]),
    library("RegPlot", ["CCairo"]),
    library("RegSyntax", []),
    library(
      "RegRuntime",
      ["RegSyntax", "RegLinearAlgebra", "RegData", "RegPlot", orderedCollections]),
    library(
      "RegLibrary",
      [
        "RegRuntime", "RegSyntax", "RegSolvers", "RegData", "RegLinearAlgebra", "RegPlot",
        orderedCollections,
      ]),
    library(
      "RegOutput",
      ["RegRuntime", "RegSyntax", "RegData", "RegPlot", "RegLinearAlgebra", orderedCollections]),
    library(
      "Reg",
      [
        "RegLibrary", "RegOutput", "RegRuntime", "RegSyntax", "RegData", "RegPlot",
        "RegLinearAlgebra",
      ]),
    library("RegREPL", ["Reg", "RegOutput", "RegRuntime", "RegPlot", "RegSyntax", "CLibedit"]),
    .executableTarget(
      name: "RegCLI",
      dependencies: ["Reg", "RegREPL", "RegOutput", "RegRuntime", "RegSyntax", argumentParser],
      swiftSettings: strict,
      // At a fixed address fifty thousand pointers need no adjusting, a fifth of the time to start.
      linkerSettings: [
        .unsafeFlags(
          ["-Xclang-linker", "-no-pie"], .when(platforms: [.linux], configuration: .release))
      ]),
    .executableTarget(
      name: "RegBenchmarks", dependencies: ["RegSolvers", "RegLinearAlgebra"],
      swiftSettings: strict),

    tests("RegLinearAlgebraTests", ["RegLinearAlgebra"]),
    tests("RegSolversTests", ["RegSolvers", "RegLinearAlgebra"], resources: [.copy("Reference")]),
    tests(
      "RegDataTests", ["RegData", "RegLinearAlgebra", "CSQLite"], resources: [.copy("Torture")]),
    tests("RegSyntaxTests", ["RegSyntax"]),
    tests("RegRuntimeTests", ["RegRuntime", "RegSyntax", "RegLinearAlgebra", "RegData"]),
    tests(
      "RegLibraryTests",
      [
        "RegLibrary", "RegOutput", "RegRuntime", "RegSyntax", "RegSolvers", "RegData",
        "RegLinearAlgebra",
      ]),
    tests(
      "RegOutputTests",
      ["RegOutput", "RegRuntime", "RegSyntax", "RegData", "RegLinearAlgebra", orderedCollections]),
    tests("RegPlotTests", ["RegPlot"]),
    tests("RegTests", ["Reg"], resources: [.copy("Transcripts")]),
    tests("RegREPLTests", ["RegREPL", "Reg", "RegRuntime", "RegOutput"]),
    tests("RegCLITests", ["RegCLI"]),
  ],
  swiftLanguageModes: [.v6]
)
