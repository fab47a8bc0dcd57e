internal import Foundation
package import MariaDBClient
internal import SQLStatements
internal import SchemaModel

/// A realistic, handwritten schema from `Fixtures/schemas`.
package enum SampleSchema: String, CaseIterable, Sendable {
    case blog, employees, hotel, odd, shop, wiki

    /// Creates everything in the session's database.
    ///
    /// Tables may refer to later ones, as in a dump.
    package func create(in connection: Connection) throws {
        guard let url = Bundle.module.url(forResource: rawValue, withExtension: "sql", subdirectory: "Fixtures/schemas")
        else { throw TestSupportError("there is no schema \(rawValue)") }
        let text = try String(contentsOf: url, encoding: .utf8)
        try connection.execute("SET SESSION foreign_key_checks = 0")
        for statement in try StatementSplitter.split(text, dialect: SQLDialect()).statements {
            try connection.execute(statement.text)
        }
        try connection.execute("SET SESSION foreign_key_checks = 1")
    }
}
