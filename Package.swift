// swift-tools-version: 6.2
import CompilerPluginSupport
import PackageDescription

/// Imports are internal unless they say otherwise, members need the import of their module, and every `any` is spelled
/// out.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A target of ours. The dependencies are the arrows of CONTRIBUTING.md, enforced.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A module whose asynchronous functions run where their caller runs, unless they say otherwise.
func asynchronousModule(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        swiftSettings: strict + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "swiftmig",
    platforms: [.macOS(.v13)],
    products: [
        .executable(name: "swiftmig", targets: ["swiftmig"]),
        .library(name: "SwiftMig", targets: ["SwiftMig"]),
        .library(name: "SwiftMigRunner", targets: ["SwiftMigRunner"]),
        .library(name: "SwiftMigData", targets: ["SwiftMigData"]),
        .library(name: "SwiftMigHummingbird", targets: ["SwiftMigHummingbird"]),
        .library(name: "SwiftMigMacros", targets: ["SwiftMigMacros"]),
        .library(name: "SwiftMigQueries", targets: ["SwiftMigQueries"]),
    ],
    // What only some servers want of the engine. A package that does not ask for it neither fetches nor builds it.
    traits: [
        .trait(
            name: "Hummingbird",
            description: "Has a session for each request of a Hummingbird server.",
            enabledTraits: ["ServiceLifecycle"]
        ),
        .trait(name: "Metrics", description: "Measures the engine's connections and statements with swift-metrics."),
        .trait(name: "ServiceLifecycle", description: "Makes the engine a service of swift-service-lifecycle."),
        .trait(name: "Tracing", description: "Makes each statement a span of swift-distributed-tracing."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.0.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
        .package(url: "https://github.com/swiftlang/swift-syntax", "600.0.0"..<"604.0.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CMariaDB",
            pkgConfig: "libmariadb",
            providers: [.apt(["libmariadb-dev"]), .brew(["mariadb-connector-c"])]
        ),
        .systemLibrary(
            name: "CLibYAML",
            pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
        ),

        // The operating system, and the only place that asks which one it is. The C is what Swift cannot call by
        // itself.
        .target(name: "CSwiftMigPlatform"),
        module("SwiftMigPlatform", ["CSwiftMigPlatform"]),

        // Values and text: no file, no socket, no terminal.
        module("DiagnosticModel"),
        module("SchemaModel", ["DiagnosticModel"]),
        module("SQLStatements", ["SchemaModel"]),
        module("ServerPort", ["SchemaModel", "SQLStatements"]),
        module("SchemaSQL", ["SchemaModel", "SQLStatements"]),
        module("YAMLDocument", ["CLibYAML", "DiagnosticModel"]),
        module("DocumentTree"),
        module(
            "SchemaDocument",
            [
                "DiagnosticModel", "DocumentTree", "YAMLDocument", "SchemaModel", "SchemaSQL", "SQLStatements",
            ]
        ),
        module("SchemaSwift", ["SchemaModel", "SchemaSQL", "SQLStatements"]),
        module("SchemaDiff", ["DiagnosticModel", "SchemaModel", "SchemaSQL", "ServerPort", "SQLStatements"]),
        module("SchemaInspector", ["SchemaModel", "SchemaSQL", "ServerPort", "SQLStatements"]),

        // What models in Swift import: no library but the system's, no package.
        module("SwiftMig", ["DocumentTree", "SwiftMigPlatform"]),
        // Statements on models as values. Nothing is sent here.
        asynchronousModule("SwiftMigQueries", ["SwiftMig", "SwiftMigPlatform"]),
        // The same with macros, which run in the compiler and need swift-syntax there.
        module("SwiftMigMacros", ["SwiftMig", "SwiftMigMacrosPlugin"]),
        .macro(
            name: "SwiftMigMacrosPlugin",
            dependencies: [
                .product(name: "SwiftCompilerPlugin", package: "swift-syntax"),
                .product(name: "SwiftSyntaxMacros", package: "swift-syntax"),
            ],
            swiftSettings: strict
        ),

        // The edges: files, processes, sockets.
        module(
            "Revisions",
            [
                "DiagnosticModel", "SchemaModel", "SQLStatements", "SwiftMigPlatform",
                "YAMLDocument",
            ]
        ),
        module(
            "MigrationRunner",
            [
                "DiagnosticModel", "Revisions", "SchemaModel", "ServerPort", "SQLStatements", "SwiftMigPlatform",
            ]
        ),
        module("DatabaseSettings", ["DiagnosticModel", "SchemaModel"]),
        module(
            "SwiftMigConfiguration",
            ["DatabaseSettings", "DiagnosticModel", "YAMLDocument", "SchemaModel", "SwiftMigPlatform"]
        ),
        module(
            "MariaDBClient",
            [
                "CMariaDB", "DatabaseSettings", "SchemaModel", "ServerPort", "SQLStatements", "SwiftMigPlatform",
            ]
        ),
        module(
            "Sandbox",
            [
                "DatabaseSettings", "MariaDBClient", "SchemaModel", "SQLStatements", "SwiftMigPlatform",
            ]
        ),

        // The data layer: what an application reads and writes its rows with. Nothing here needs libyaml.
        module("ConnectionPool", ["SwiftMigPlatform"]),
        asynchronousModule(
            "DatabaseDriver",
            [
                "CMariaDB", "DatabaseSettings", "MariaDBClient", "SchemaModel", "ServerPort", "SQLStatements",
                "SwiftMig", "SwiftMigPlatform",
            ]
        ),
        asynchronousModule(
            "SwiftMigData",
            [
                "ConnectionPool", "DatabaseDriver", "DatabaseSettings", "MariaDBClient", "SQLStatements", "Sandbox",
                "ServerPort", "SwiftMig", "SwiftMigPlatform", "SwiftMigQueries",
                .product(name: "CoreMetrics", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
                .product(name: "Logging", package: "swift-log"),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["ServiceLifecycle"])
                ),
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
            ]
        ),

        // Sessions in the requests of Hummingbird. Empty without the trait.
        asynchronousModule(
            "SwiftMigHummingbird",
            [
                "SwiftMigData", "SwiftMigPlatform",
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Hummingbird"])),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        // A run on a configured database, for the program and for applications.
        module(
            "MigrationSession",
            [
                "DatabaseSettings", "DiagnosticModel", "MariaDBClient", "MigrationRunner", "Revisions", "Sandbox",
                "SchemaDiff", "SchemaInspector", "SchemaModel", "ServerPort", "SQLStatements",
                "SwiftMigConfiguration", "SwiftMigPlatform",
            ]
        ),
        module(
            "SwiftMigDiagnostics",
            [
                "DatabaseSettings", "DiagnosticModel", "MariaDBClient", "MigrationRunner", "MigrationSession",
                "Revisions", "Sandbox", "SchemaInspector", "SchemaModel", "SchemaSQL", "ServerPort", "SQLStatements",
                "SwiftMigConfiguration", "SwiftMigPlatform", "YAMLDocument",
            ]
        ),
        // Where models come from: documents, files of CREATE statements, programs.
        module(
            "ModelSources",
            [
                "DiagnosticModel", "MariaDBClient", "MigrationSession", "SchemaDiff", "SchemaDocument",
                "SchemaInspector", "SchemaModel", "SchemaSQL", "ServerPort", "SQLStatements", "SwiftMigConfiguration",
                "SwiftMigDiagnostics", "SwiftMigPlatform", "YAMLDocument",
            ]
        ),
        // What an Alembic environment looks like.
        module(
            "AlembicImport",
            [
                "DiagnosticModel", "MigrationSession", "Revisions", "SQLStatements", "SwiftMigConfiguration",
                "SwiftMigDiagnostics", "SwiftMigPlatform",
            ]
        ),

        // What an application imports.
        module(
            "SwiftMigRunner",
            [
                "DatabaseSettings", "DiagnosticModel", "MariaDBClient", "MigrationRunner", "MigrationSession",
                "Revisions", "SQLStatements", "SwiftMigConfiguration", "SwiftMigData", "SwiftMigDiagnostics",
                "SwiftMigPlatform",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        module(
            "SwiftMigCommands",
            [
                "AlembicImport", "DatabaseSettings", "DiagnosticModel", "MariaDBClient", "MigrationRunner",
                "MigrationSession",
                "ModelSources", "Revisions", "Sandbox", "SchemaDiff", "SchemaDocument", "SchemaInspector",
                "SchemaModel", "SchemaSQL", "SchemaSwift", "ServerPort", "SQLStatements", "SwiftMigConfiguration",
                "SwiftMigDiagnostics", "SwiftMigPlatform",
            ]
        ),
        .executableTarget(
            name: "swiftmig",
            dependencies: [
                "DiagnosticModel", "MigrationSession", "SwiftMigCommands", "SwiftMigPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),

        // Measured by scripts/bench within one process.
        .executableTarget(
            name: "Operations",
            dependencies: ["Revisions", "SchemaDiff", "SchemaDocument", "SchemaModel", "SchemaSQL", "SQLStatements"],
            path: "scripts/benchmark/operations",
            swiftSettings: strict
        ),

        // The engine at the work of scripts/benchmark/engine/client.c.
        .executableTarget(
            name: "EngineBenchmark",
            dependencies: ["SwiftMig", "SwiftMigData", "SwiftMigQueries"],
            path: "scripts/benchmark/engine/swift",
            swiftSettings: strict
        ),

        .target(
            name: "TestSupport",
            dependencies: [
                "DatabaseSettings", "MariaDBClient", "SchemaModel", "ServerPort", "SQLStatements",
            ],
            path: "Tests/TestSupport",
            resources: [.copy("Fixtures")],
            swiftSettings: strict
        ),
        tests("SQLStatementsTests", ["SQLStatements", "SchemaModel"]),
        tests("ServerPortTests", ["ServerPort", "SchemaModel"]),
        tests("SchemaSQLTests", ["SchemaModel", "SchemaSQL", "SQLStatements"]),
        tests("SchemaSwiftTests", ["SchemaSwift", "SchemaDocument", "SchemaModel"]),
        tests("SwiftMigTests", ["SwiftMig"]),
        tests("SwiftMigQueriesTests", ["SwiftMig", "SwiftMigQueries", "TestSupport"]),
        tests(
            "SwiftMigMacrosTests",
            [
                "SwiftMigMacros", "SwiftMigMacrosPlugin",
                .product(name: "SwiftSyntaxMacroExpansion", package: "swift-syntax"),
                .product(name: "SwiftSyntaxMacrosGenericTestSupport", package: "swift-syntax"),
            ]
        ),
        tests("SwiftMigPlatformTests", ["SwiftMigPlatform"]),
        tests("YAMLDocumentTests", ["DiagnosticModel", "YAMLDocument"]),
        tests(
            "SchemaDocumentTests",
            [
                "DiagnosticModel", "SchemaDocument", "YAMLDocument", "SchemaModel", "SchemaSQL",
            ]
        ),
        tests(
            "SchemaDiffTests",
            [
                "DatabaseSettings", "DiagnosticModel", "SchemaDiff", "SchemaDocument", "SchemaInspector",
                "SchemaModel", "ServerPort", "SQLStatements", "MariaDBClient", "SwiftMigCommands",
                "SwiftMigPlatform", "TestSupport",
            ],
            exclude: ["Scenarios"]
        ),
        tests(
            "SchemaInspectorTests",
            [
                "SchemaInspector", "SchemaModel", "SchemaSQL", "ServerPort", "SQLStatements", "MariaDBClient",
                "TestSupport",
            ]
        ),
        tests(
            "RevisionsTests",
            [
                "DiagnosticModel", "Revisions", "SQLStatements", "SwiftMigPlatform", "TestSupport", "YAMLDocument",
            ]
        ),
        tests(
            "MigrationRunnerTests",
            [
                "DatabaseSettings", "DiagnosticModel", "MigrationRunner", "Revisions", "SchemaModel", "ServerPort",
                "SQLStatements", "MariaDBClient", "TestSupport",
            ]
        ),
        tests(
            "ConfigurationTests",
            [
                "DatabaseSettings", "DiagnosticModel", "SwiftMigConfiguration", "SwiftMigPlatform", "YAMLDocument",
                "SchemaModel",
            ]
        ),
        tests("DatabaseSettingsTests", ["DatabaseSettings"]),
        tests(
            "MariaDBClientTests",
            [
                "DatabaseSettings", "SwiftMigPlatform", "MariaDBClient", "SchemaModel", "ServerPort", "TestSupport",
            ]
        ),
        tests(
            "SandboxTests",
            [
                "DatabaseSettings", "Sandbox", "MariaDBClient", "ServerPort", "TestSupport",
            ]
        ),
        tests("ConnectionPoolTests", ["ConnectionPool", "SwiftMigPlatform", "TestSupport"]),
        tests(
            "DatabaseDriverTests",
            [
                "DatabaseDriver", "DatabaseSettings", "MariaDBClient", "ServerPort", "SwiftMig", "SwiftMigPlatform",
                "TestSupport",
            ]
        ),
        tests(
            "SwiftMigDataTests",
            [
                "DatabaseDriver", "DatabaseSettings", "MariaDBClient", "Sandbox", "ServerPort", "SwiftMig",
                "SwiftMigData", "SwiftMigPlatform", "SwiftMigQueries", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["ServiceLifecycle"])
                ),
                .product(
                    name: "InMemoryTracing",
                    package: "swift-distributed-tracing",
                    condition: .when(traits: ["Tracing"])
                ),
            ]
        ),
        // Models with macros on a server.
        .testTarget(
            name: "ModelSessionTests",
            dependencies: [
                "DatabaseSettings", "MariaDBClient", "SchemaDocument", "SchemaInspector", "SchemaModel", "SchemaSQL",
                "ServerPort", "SwiftMig", "SwiftMigData", "SwiftMigMacros", "SwiftMigPlatform", "SwiftMigQueries",
                "TestSupport",
            ],
            swiftSettings: strict + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]
        ),
        tests("DiagnosticModelTests", ["DiagnosticModel"]),
        tests(
            "MigrationSessionTests",
            [
                "DatabaseSettings", "DiagnosticModel", "MariaDBClient", "MigrationRunner", "MigrationSession",
                "Revisions", "Sandbox", "SchemaDiff", "SchemaInspector", "ServerPort", "SwiftMigConfiguration",
                "SwiftMigDiagnostics", "TestSupport",
            ]
        ),
        tests(
            "SwiftMigDiagnosticsTests",
            [
                "DatabaseSettings", "DiagnosticModel", "MariaDBClient", "MigrationRunner", "MigrationSession",
                "Revisions", "Sandbox", "SchemaInspector", "SchemaModel", "SchemaSQL", "ServerPort", "SQLStatements",
                "SwiftMigConfiguration", "SwiftMigDiagnostics", "SwiftMigPlatform", "YAMLDocument",
            ]
        ),
        tests("ModelSourcesTests", ["ModelSources", "SchemaModel"]),
        tests("AlembicImportTests", ["AlembicImport", "DiagnosticModel", "Revisions", "SwiftMigPlatform"]),
        tests("DocumentTreeTests", ["DocumentTree"]),
        tests("SchemaModelTests", ["DiagnosticModel", "SchemaModel"]),
        tests(
            "SwiftMigRunnerTests",
            [
                "SwiftMigRunner", "SwiftMigData", "SwiftMigPlatform", "MariaDBClient", "ServerPort",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        tests(
            "SwiftMigCommandsTests",
            [
                "DiagnosticModel", "SwiftMigCommands", "SwiftMigPlatform", "SwiftMigConfiguration",
                "SwiftMigDiagnostics", "MariaDBClient", "MigrationRunner", "Revisions", "SchemaDiff",
                "SchemaInspector", "SchemaModel", "SchemaSQL", "ServerPort", "TestSupport",
            ]
        ),
        tests(
            "EndToEndTests",
            [
                "DatabaseSettings", "DiagnosticModel", "SchemaModel", "ServerPort", "SQLStatements",
                "SwiftMigConfiguration", "MariaDBClient", "SchemaDocument", "SchemaInspector", "SwiftMig",
                "SwiftMigMacros",
                "SwiftMigRunner", "TestSupport", "swiftmig",
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// Without the other test targets, the program of the tests needs neither swift-syntax nor the commands.
if let names = Context.environment["SWIFTMIG_TEST_TARGETS"]?.split(separator: ",") {
    package.targets.removeAll { target in target.isTest && !names.contains { $0 == target.name } }
}
