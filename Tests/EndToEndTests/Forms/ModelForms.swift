import SwiftMigMacros
import Testing

/// The same schema, declared in three ways.
struct ModelForms: Sendable, CustomTestStringConvertible {
    /// The servers on which the schema can exist.
    enum Servers: Sendable {
        case all
        case mariadb(String)
        case mysql
    }

    var name: String
    var servers = Servers.all
    /// Declared with `@Table` and `@Column`.
    var macros: Metadata
    /// Declared with `Table` and `Column`.
    var values: Metadata
    /// Declared as a schema document.
    var yaml: String

    var testDescription: String { name }

    static let all = [
        numbers, texts, times, shapes, attributes, keys, relations, objects, options, mariadb, vectors, mysql,
    ]
}
