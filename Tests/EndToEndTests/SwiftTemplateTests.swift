import Testing

@Suite("init --template swift")
struct SwiftTemplateTests {
    @Test("An empty folder gets a package, which is not overwritten later")
    func emptyFolder() throws {
        let project = try Project()
        let made = try project.swiftmig("init", "--template", "swift")
        try expect(made, code: 0)
        let files = [
            "Package.swift", "Sources/AppModels/AppModels.swift", "Sources/schema/schema.swift", "migrate.yaml",
        ]
        for file in files { #expect(project.exists(file), "\(file)") }
        #expect(try project.read("migrate.yaml").contains("command: [swift, run, --quiet, schema]"))
        #expect(try project.read(".gitignore").contains(".build/"))
        let manifest = try project.read("Package.swift")
        #expect(manifest.contains(#".package(path: ""#))

        try project.write("Sources/AppModels/AppModels.swift", "// mine")
        try expect(project.swiftmig("init", "--template", "swift"), code: 0)
        #expect(try project.read("Sources/AppModels/AppModels.swift") == "// mine")
        #expect(try project.read("Package.swift") == manifest)
    }

    @Test(
        "The library comes from where --library says",
        arguments: [
            (
                "https://example.org/tools/swiftmig.git",
                #".package(url: "https://example.org/tools/swiftmig.git", branch: "main")"#
            ),
            (
                "git@example.org:tools/swiftmig.git",
                #".package(url: "git@example.org:tools/swiftmig.git", branch: "main")"#
            ),
            ("/opt/copies/swiftmig", #".package(path: "/opt/copies/swiftmig")"#),
        ]
    )
    func library(place: String, line: String) throws {
        let project = try Project()
        try expect(project.swiftmig("init", "--template", "swift", "--library", place), code: 0)
        let manifest = try project.read("Package.swift")
        #expect(manifest.contains(line))
        #expect(manifest.contains(#".product(name: "SwiftMigMacros", package: "swiftmig")"#))
    }

    private static let manifest = """
        // swift-tools-version: 6.0
        import PackageDescription

        let package = Package(
            name: "shop",
            targets: [
                .executableTarget(name: "App")
            ]
        )
        """

    @Test("A manifest that is there is left alone, and what it lacks is shown")
    func existingPackage() throws {
        let project = try Project()
        try project.write("Package.swift", Self.manifest)
        let made = try project.swiftmig("init", "--template", "swift", "--library", "/opt/swiftmig")
        try expect(made, code: 0)
        #expect(try project.read("Package.swift") == Self.manifest)
        #expect(made.out.contains("put into Package.swift:"))
        #expect(made.out.contains(#".executableTarget(name: "schema""#))

        let json = try project.swiftmig("init", "--template", "swift", "--library", "/opt/swiftmig", "--json")
        #expect(json.out.contains(#""manifest_lines":"#))
    }

    @Test("A single target whose files stand in Sources itself has no room for others")
    func singleTarget() throws {
        let project = try Project()
        try project.write("Package.swift", Self.manifest)
        try project.write("Sources/main.swift", "print(1)")
        let refused = try project.swiftmig("init", "--template", "swift", "--library", "/opt/swiftmig", "--yes")
        try expect(refused, code: 64)
        #expect(refused.err.contains("Sources/NAME"))
        #expect(try project.read("Package.swift") == Self.manifest)
        #expect(!project.exists("migrate.yaml"))
    }

    @Test("With consent, SwiftPM puts it in")
    func consent() throws {
        let project = try Project()
        try project.write("Package.swift", Self.manifest)
        try project.write("Sources/App/main.swift", "print(1)")
        let made = try project.swiftmig("init", "--template", "swift", "--library", "/opt/swiftmig", "--yes")
        try expect(made, code: 0)
        #expect(try project.read("Sources/App/main.swift") == "print(1)")
        let manifest = try project.read("Package.swift")
        #expect(manifest.contains(#".package(path: "/opt/swiftmig")"#))
        #expect(manifest.contains(#"name: "AppModels""#))
        #expect(manifest.contains(#".product(name: "SwiftMigMacros", package: "swiftmig")"#))
        #expect(try project.read("Sources/schema/schema.swift").contains("SchemaProvider"))
        // Nothing is added twice.
        try expect(project.swiftmig("init", "--template", "swift", "--library", "/opt/swiftmig", "--yes"), code: 0)
        #expect(try project.read("Package.swift") == manifest)
    }

    @Test("Alembic's names of templates are known")
    func alembicsTemplates() throws {
        let generic = try Project()
        try expect(generic.swiftmig("init", "--template", "generic"), code: 0)
        #expect(generic.exists("models/schema.yaml"))

        let application = try Project()
        try expect(application.swiftmig("init", "--template", "async", "--library", "/opt/copies/swiftmig"), code: 0)
        for file in ["Sources/App/App.swift", "Sources/App/Database.swift", "Sources/schema/schema.swift", "README.md"]
        {
            #expect(application.exists(file), "\(file)")
        }
        let manifest = try application.read("Package.swift")
        #expect(manifest.contains(#".package(path: "/opt/copies/swiftmig", traits: ["Hummingbird"])"#))

        let refused = try application.swiftmig("init", "--from-database", "--template", "async")
        try expect(refused, code: 64)
        #expect(refused.err.contains("--from-database and --template async cannot be combined"))
    }

    @Test("A package that is there is told what a server needs, and stays as it is")
    func serverInAnExistingPackage() throws {
        let project = try Project()
        try project.write("Package.swift", Self.manifest)
        let made = try project.swiftmig("init", "--template", "async", "--yes", "--library", "/opt/copies/swiftmig")
        try expect(made, code: 0)
        #expect(made.out.contains(#"name: "App","#) && made.out.contains("hummingbird"))
        #expect(try project.read("Package.swift") == Self.manifest)
    }
}
