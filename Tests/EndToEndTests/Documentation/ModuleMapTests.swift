import Foundation
import Testing

/// The map in CONTRIBUTING.md shows the modules and arrows of Package.swift.
@Suite("The map of the modules")
struct ModuleMapTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var module: String
        /// The text of the column of imports.
        var imports: String
        var contents: String

        var testDescription: String { module }

        /// nil if the column is a sentence.
        var names: Set<String>? {
            let words = imports.components(separatedBy: ", ")
            return words.allSatisfy { $0.wholeMatch(of: /\w*/) != nil } ? Set(words.filter { !$0.isEmpty }) : nil
        }
    }

    private static func text(_ path: String) -> String {
        (try? String(contentsOf: DocumentationPage.root.appendingPathComponent(path), encoding: .utf8)) ?? ""
    }

    private static let rows = text("CONTRIBUTING.md").matches(of: /\| `(\w+)` \|(.*?)\|(.*)\|\n/).map { row in
        Row(
            module: String(row.output.1),
            imports: row.output.2.trimmingCharacters(in: .whitespaces),
            contents: row.output.3.trimmingCharacters(in: .whitespaces)
        )
    }

    /// The modules' dependencies, without those on other packages.
    private static let modules: [String: Set<String>] = {
        let calls = text("Package.swift").matches(of: /[^c] module\(\s*"(\w+)"(?:,\s*\[([^\]]*)\])?\s*\)/)
        return Dictionary(
            uniqueKeysWithValues: calls.map { call in
                let names = (call.output.2.map(String.init) ?? "").replacing(/\.product\([^)]*\)/, with: "")
                return (String(call.output.1), Set(names.matches(of: /"(\w+)"/).map { String($0.output.1) }))
            }
        )
    }()

    @Test func everyModuleHasARow() {
        #expect(Self.modules.count > 20)
        let described = Set(Self.rows.filter { !$0.contents.isEmpty }.map(\.module))
        #expect(Set(Self.modules.keys).subtracting(described) == [])
    }

    @Test(arguments: rows.filter { modules[$0.module] != nil && $0.names != nil })
    func theArrowsAreThoseOfThePackage(_ row: Row) throws {
        // The plugin of the macros is described in their row.
        let arrows = try #require(Self.modules[row.module]).subtracting(["SwiftMigMacrosPlugin"])
        #expect(row.names == arrows)
    }

    /// An application that never reads migrate.yaml does not link libyaml.
    @Test(arguments: ["MariaDBClient", "Sandbox"])
    func connectionsNeedNoYAML(_ module: String) throws {
        var reached: Set<String> = []
        var next = [module]
        while let module = next.popLast() {
            if reached.insert(module).inserted { next += Self.modules[module] ?? [] }
        }
        #expect(reached.isSuperset(of: ["CMariaDB", "DatabaseSettings"]))
        #expect(reached.isDisjoint(with: ["CLibYAML", "SwiftMigConfiguration"]))
    }
}
