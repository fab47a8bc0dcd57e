import TestSupport
import Testing

/// What the compiler says of models whose rows cannot be read or made.
@Suite("Misuse of models")
struct ModelMisuseTests {
    private static let start = """
        import SwiftMigMacros
        struct Plain: Sendable {}
        struct Document: Codable, Sendable {}
        struct Slug: ColumnConvertible { static var columnType: ColumnType { .varchar(80) } }

        """
    private static let conform = "as this type: conform the type to ColumnValue"

    @Test(
        "A type that no column holds",
        arguments: [
            ("var slug: Slug", ["cannot be read \(conform)", "cannot be sent \(conform)"]),
            ("@Column(.text) var document: Document?", ["cannot be read \(conform)", "with @Column(.json)"]),
            ("@Column(.json) var plain: Plain", ["cannot be read as this type: conform the type to Codable"]),
            ("@Column(.point, default: .absent) var place: Plain?", ["cannot be read \(conform)"]),
        ]
    )
    func refused(property: String, messages: [String]) throws {
        let code = Self.start + "@Table(\"things\") struct Thing {\n    \(property)\n}"
        let said = try CompiledModels.messages(for: code)
        for message in messages { #expect(said.contains(message), "\(said)") }
    }

    @Test(
        "New rows",
        arguments: [
            ("Thing.New(id: 1)", "missing argument for parameter 'name' in call"),
            ("Thing.New(name: nil)", "'nil' is not compatible with expected argument type 'String'"),
            ("Thing.New(name: \"a\", double: 1)", "extra argument 'double' in call"),
            ("Thing.New(name: \"a\", stars: Int?.none)", "to expected argument type 'NewValue<Int>'"),
            ("Thing.New(name: \"a\", stars: .value(Int?.none))", nil),
            ("Thing.New(name: \"a\", stars: 5)", nil),
            ("Thing.New(name: \"a\", stars: nil)", nil),
        ] as [(String, String?)]
    )
    func newRows(expression: String, message: String?) throws {
        let code = """
            import SwiftMigMacros
            @Table("things") struct Thing {
                @Column(primaryKey: true, autoIncrement: true) let id: UInt64
                @Column(.text) var name: String
                @Column(default: 1) var stars: Int?
                @Column(generated: .stored("stars * 2")) let double: Int?
            }
            let new = \(expression)
            """
        let said = try CompiledModels.messages(for: code)
        if let message { #expect(said.contains(message), "\(said)") } else { #expect(said == "") }
    }
}
