import DiagnosticModel
import SchemaDiff
import SchemaModel
import SchemaSQL
import ServerPort
import SwiftMigCommands
import Testing

/// Tests of the messages when the server refuses a table of the models.
struct RejectedTableTests {
    private static let syntax =
        "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version "
        + "for the right syntax to use near "

    /// A type, the server's error about a table with it, the column that the message names, and a part of the hint.
    @Test(arguments: [
        ("integr", 4161, "Unknown data type: 'integr'", "b", "did you mean integer?"),
        (
            "integr", 1064, syntax + "'integr NOT NULL,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB' at line 3", "b",
            "did you mean integer?"
        ),
        (
            "uuid", 1064, syntax + "'uuid NOT NULL,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB' at line 3", "b",
            "write a type"
        ),
        ("varchar2(10)", 1064, syntax + "'varchar2(10) NOT NULL' at line 3", "b", "did you mean varchar?"),
    ])
    func namesTheColumnOfAnUnknownType(_ type: String, errno: Int, says: String, column: String, hint: String) throws {
        let diagnostic = try diagnostic(type, errno, says)
        #expect(diagnostic.message == "column t.b has a type that this server does not know: \(type)")
        #expect(diagnostic.location?.line == 6)
        #expect(diagnostic.hints.first?.hasPrefix(hint) == true)
        #expect(diagnostic.server?.message == says)
        #expect(diagnostic.exitCode == .configuration)
    }

    @Test(arguments: [
        ("uuid", 1064, syntax + "'CHECK (' at line 3"), ("int", 1067, "Invalid default value for 'b'"),
    ])
    func otherFaultsAreTheServersWords(_ type: String, errno: Int, says: String) throws {
        let diagnostic = try diagnostic(type, errno, says)
        #expect(diagnostic.message.hasPrefix("the server refuses "))
        #expect(diagnostic.message.hasSuffix(says))
    }

    private func diagnostic(_ type: String, _ errno: Int, _ message: String) throws -> Diagnostic {
        func column(_ name: String, _ type: String, line: Int) throws -> Column {
            Column(
                name: name,
                type: try ColumnTypeParser.parse(type, charset: "utf8mb4").type,
                origin: Origin(SourceLocation(file: "models.yaml", line: line, column: 7))
            )
        }
        var table = Table(name: "t")
        table.columns = [try column("id", "int", line: 5), try column("b", type, line: 6)]
        return DeclaredTableRejected(
            table: table,
            error: ServerError(errno: errno, sqlState: "42000", message: message)
        ).diagnostic
    }
}
