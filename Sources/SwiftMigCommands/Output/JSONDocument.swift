internal import DiagnosticModel

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The JSON document of a command: the report's keys and the version of the format.
enum JSONDocument {
    /// The version of the format. It changes when readers of the previous one would misread it.
    private static let formatVersion = 1

    static func text(of report: any Report) throws -> String {
        try report.rawJSON ?? text(Envelope(content: report))
    }

    static func text(of diagnostic: Diagnostic) throws -> String {
        try text(Envelope(content: ErrorDocument(error: DiagnosticDocument(diagnostic))))
    }

    private static func text(_ value: Envelope) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    private struct Envelope: Encodable {
        var content: any Encodable

        enum CodingKeys: String, CodingKey {
            case swiftmig
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(formatVersion, forKey: .swiftmig)
            try content.encode(to: encoder)
        }
    }

    private struct ErrorDocument: Encodable {
        var error: DiagnosticDocument
    }
}

/// A diagnostic in JSON.
struct DiagnosticDocument: Encodable {
    let diagnostic: Diagnostic

    init(_ diagnostic: Diagnostic) {
        self.diagnostic = diagnostic
    }

    private enum CodingKeys: String, CodingKey {
        case code, message, hints, location, server
    }

    private struct Location: Encodable {
        var file: String
        var line: Int?
        var column: Int?

        private enum CodingKeys: String, CodingKey {
            case file, line, column
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(file, forKey: .file)
            try container.encode(line, forKey: .line)
            try container.encode(column, forKey: .column)
        }
    }

    private struct Server: Encodable {
        var errno: Int
        var sqlstate: String
        var message: String
        var statement: String?

        private enum CodingKeys: String, CodingKey {
            case errno, sqlstate, message, statement
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(errno, forKey: .errno)
            try container.encode(sqlstate, forKey: .sqlstate)
            try container.encode(message, forKey: .message)
            try container.encode(statement, forKey: .statement)
        }
    }

    /// Encodes missing values as null, so that readers need not check whether a key exists.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(diagnostic.code, forKey: .code)
        try container.encode(diagnostic.message, forKey: .message)
        try container.encode(diagnostic.hints, forKey: .hints)
        let location = diagnostic.location.map {
            Location(file: $0.file, line: $0.line > 0 ? $0.line : nil, column: $0.column > 0 ? $0.column : nil)
        }
        let server = diagnostic.server.map {
            Server(errno: $0.errno, sqlstate: $0.sqlState, message: $0.message, statement: $0.statement)
        }
        try container.encode(location, forKey: .location)
        try container.encode(server, forKey: .server)
    }
}
