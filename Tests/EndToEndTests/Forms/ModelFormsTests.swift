import Foundation
import SchemaDocument
import SchemaInspector
import SchemaModel
import SwiftMig
import TestSupport
import Testing

/// Every kind of column, key and relation means the same in each form of declaration.
@Suite("Three forms of models")
struct ModelFormsTests {
    @Test("Macros, values and YAML are the same document", arguments: ModelForms.all)
    func document(_ forms: ModelForms) throws {
        let texts = [try forms.macros.document(), try forms.values.document()]
        #expect(withoutSources(texts[0]) == withoutSources(texts[1]))
        let schemas = try (texts + [forms.yaml]).map { try SchemaDocument.read(texts: [($0, "models")]) }
        #expect(SchemaDocument.yaml(schemas[0]) == SchemaDocument.yaml(schemas[2]))
        #expect(schemas[0] == schemas[2])
        #expect(schemas[1] == schemas[2])
    }

    @Test("They lead to the same SQL, and to a database without a difference", arguments: ModelForms.all)
    func database(_ forms: ModelForms) throws {
        let database = try PrivateServer.shared.database()
        guard forms.exist(on: try Inspector(executor: database.connect()).profile()) else { return }
        let project = try Project(url: database.url)
        let files = [
            "macros.json": try forms.macros.document(), "values.json": try forms.values.document(),
            "models.yaml": forms.yaml,
        ]
        for (name, text) in files { try project.write(name, text) }

        let scripts = try files.keys.map { file in
            try use(file, in: project, scratch: database)
            let outcome = try project.swiftmig("revision", "--autogenerate", "--sql", "-m", "all")
            try expect(outcome, code: 0)
            return outcome.out.replacing(#/-- (revision|created): .*/#, with: "")
        }
        #expect(Set(scripts).count == 1, "\(scripts)")
        #expect(scripts[0].contains("CREATE TABLE"))

        try expect(project.swiftmig("revision", "--autogenerate", "-m", "all"), code: 0)
        try expect(project.swiftmig("upgrade"), code: 0)
        for file in files.keys {
            try use(file, in: project, scratch: database)
            let outcome = try project.swiftmig("check", "--strict")
            try expect(outcome, code: 0)
            // A completed rename causes a note but no difference.
            let notes = outcome.err.split(separator: "\n").filter { !$0.contains("is renamed in this database") }
            #expect(notes == [])
        }
    }

    private func use(_ file: String, in project: Project, scratch: TestDatabase) throws {
        try project.write("migrate.yaml", "models: {file: \(file)}\nscratch: \"\(scratch.url)\"\n")
    }

    private func withoutSources(_ document: String) -> String {
        document.replacing(#/,?\s*"source": *\{[^}]*\}/#, with: "")
    }
}

extension ModelForms {
    fileprivate func exist(on profile: ServerProfile) -> Bool {
        switch servers {
        case .all: true
        case .mysql: profile.flavor == .mysql
        case .mariadb(let oldest):
            profile.flavor == .mariadb
                && profile.version.description.compare(oldest, options: .numeric) != .orderedAscending
        }
    }
}
