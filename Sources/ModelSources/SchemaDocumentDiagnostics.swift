package import DiagnosticModel
package import SchemaDocument
internal import SchemaModel
internal import SwiftMigDiagnostics
internal import YAMLDocument

extension SchemaDocumentError: DiagnosticConvertible {
    /// The first problem, followed by the others, each with its place.
    package var diagnostic: Diagnostic {
        var first =
            problems.first?.diagnostic ?? Diagnostic("bad_models", "the models are wrong", exitCode: .configuration)
        let limit = 20
        for problem in problems.dropFirst().prefix(limit) {
            let diagnostic = problem.diagnostic
            let place = diagnostic.location.map { $0.place + ": " } ?? ""
            first.message += "\n\(place)\(diagnostic.message)"
        }
        if problems.count > limit + 1 { first.message += "\nand \(problems.count - limit - 1) more" }
        return first
    }
}

extension SchemaDocumentProblem: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        if case .yaml(let error) = kind { return error.diagnostic }
        return Diagnostic(kind.code, kind.message, hints: kind.hints, location: location, exitCode: .configuration)
    }
}

extension SchemaDocumentProblem.Kind {
    fileprivate var code: String {
        switch self {
        case .yaml(let error): error.diagnostic.code
        case .unsupportedVersion: "unsupported_version"
        case .unknownKey: "unknown_key"
        case .missingKey: "missing_key"
        case .wrongType: "wrong_type"
        case .badValue: "bad_value"
        case .columnType: "bad_column_type"
        case .binaryWithoutCharset: "binary_without_charset"
        case .unknownPlaceholder: "unknown_placeholder"
        case .unknownTrigger: "unknown_trigger"
        case .noTables: "no_tables"
        case .noColumns: "no_columns"
        case .badName: "bad_name"
        case .duplicate: "duplicate_name"
        case .conflictingDefault: "conflicting_default"
        case .unknownTable: "unknown_table"
        case .unknownColumn: "unknown_column"
        case .repeatedColumn: "repeated_column"
        case .columnCounts: "column_counts"
        case .noPrimaryKey: "no_primary_key"
        case .exclusive: "exclusive_attributes"
        case .attribute: "wrong_attribute"
        case .secondAutoIncrement: "second_auto_increment"
        case .autoIncrementWithoutKey: "auto_increment_without_key"
        case .nullablePrimaryKey: "nullable_primary_key"
        case .nullDefault: "null_default"
        case .badDefault: "bad_default"
        case .namesNoColumn: "names_no_column"
        case .keyWithoutPartitionColumn: "key_without_partition_column"
        case .renamedFromDeclared: "renamed_from_declared"
        }
    }

    fileprivate var message: String {
        switch self {
        case .yaml(let error): error.diagnostic.message
        case .unsupportedVersion(let version):
            "this is version '\(version)' of the schema document, but only 1 is known"
        case .unknownKey(let key, let place, let known):
            "\(place.words) has no key '\(key)'\(suggestion(for: key, in: known))"
        case .missingKey(let key, let place): "\(place.words) needs the key '\(key)'"
        case .wrongType(let key, let place, let expected, let found):
            "\(key.isEmpty ? "the value" : "'\(key)'") in \(place.words) must be \(expected), but this is \(found)"
        case .badValue(let key, let place, let value, let expected):
            "'\(key)' in \(place.words) cannot be '\(value)'\(suggestion(for: value, in: expected))"
        case .columnType(let error, let text, let place):
            "\(place.words) has the type '\(text)': \(error.diagnostic.message)"
        case .binaryWithoutCharset(let place): "the type of \(place.words) is binary, and no character set is named"
        case .unknownPlaceholder(let name, let key, let known):
            "the name pattern '\(key)' holds {\(name)}\(suggestion(for: name, in: known))"
        case .unknownTrigger(let name, let place, let known):
            "\(place.words) is to be placed beside the trigger '\(name)', but no other of its table, timing and "
                + "event has that name\(suggestion(for: name, in: known))"
        case .noTables: "the models declare no table at all"
        case .noColumns(let place): "\(place.words) has no columns"
        case .badName(let place): "\(place.words): \(place.faultOfName)"
        case .duplicate(let place, let first): "\(place.words) is declared twice\(Self.pointer(to: first))"
        case .conflictingDefault(let key, let first, let second):
            "the default '\(key)' is '\(second)' here and '\(first)' before"
        case .unknownTable(let name, let place, let known):
            "\(place.words) refers to the table '\(name)', which is not declared\(suggestion(for: name, in: known))"
        case .unknownColumn(let name, let table, let place, let known):
            "\(place.words) uses the column '\(name)', which \(table) does not have\(suggestion(for: name, in: known))"
        case .repeatedColumn(let name, let place): "\(place.words) holds the column '\(name)' twice"
        case .columnCounts(let place, let columns, let referenced):
            "\(place.words) has \(columns) columns and refers to \(referenced)"
        case .noPrimaryKey(let table, let place): "\(place.words) refers to \(table), which has no primary key"
        case .exclusive(let first, let second, let place): "\(place.words) cannot have both \(first) and \(second)"
        case .attribute(let attribute, let type, let place):
            "\(place.words) cannot have \(attribute): its type is \(type)"
        case .secondAutoIncrement(let place, let first):
            "\(place.words) has auto_increment, and so has \(first); a table can have one"
        case .autoIncrementWithoutKey(let place): "\(place.words) has auto_increment but is not in a key"
        case .nullablePrimaryKey(let place): "\(place.words) is nullable and part of the primary key"
        case .nullDefault(let place): "\(place.words) has the default null and is not nullable"
        case .badDefault(let text, let type, let place):
            "\(place.words) cannot have the default '\(text)': it is not a value of \(type)"
        case .namesNoColumn(let place, let table, _): "\(place.words) names no column of \(table)"
        case .keyWithoutPartitionColumn(let column, let place):
            "\(place.words) lacks the column '\(column)', by which the table is partitioned"
        case .renamedFromDeclared(let name, let place):
            "\(place.words) is renamed from '\(name)', and '\(name)' is declared as well: whose data is it?"
        }
    }

    fileprivate var hints: [String] {
        switch self {
        case .unsupportedVersion: ["swiftmig: 1"]
        case .unknownKey(_, _, let known): ["known are \(known.joined(separator: ", "))"]
        case .badValue(_, _, _, let expected): ["write \(expected.joined(separator: ", or "))"]
        case .columnType(_, let text, _) where text.contains("(") && !text.contains(")"):
            ["quote a type with a comma inside of {…}, where a comma ends the value: \"decimal(10,2)\""]
        case .columnType(let error, _, _): error.diagnostic.hints
        case .binaryWithoutCharset: ["write the collation out, such as utf8mb4_bin"]
        case .unknownPlaceholder(_, _, let known): ["known are \(known.map { "{\($0)}" }.joined(separator: ", "))"]
        case .noTables: ["declare a table under the key tables"]
        case .noColumns: ["columns: {id: {type: bigint unsigned, auto_increment: true}}"]
        case .missingKey(let key, _): ["write \(key): …"]
        case .wrongType(_, _, "true or false", _): ["write true or false, without quotes; yes and no are text here"]
        case .wrongType(_, _, let expected, _): ["write \(expected)"]
        case .badName: ["give it another name"]
        case .duplicate, .exclusive: ["remove one of the two"]
        case .conflictingDefault: ["say it in one document only"]
        case .unknownTable(let name, _, _): ["declare it, or write database.\(name)(…) if it is in another database"]
        case .unknownColumn(_, let table, _, let known): ["\(table) has \(known.joined(separator: ", "))"]
        case .noPrimaryKey(let table, _): ["name the columns: references: \(table)(…)"]
        case .autoIncrementWithoutKey(.column(let name, _)): ["primary_key: [\(name)]"]
        case .nullablePrimaryKey: ["remove nullable: true"]
        case .nullDefault: ["add nullable: true, or remove default: null"]
        case .badDefault(let text, _, _):
            text.contains("(") || ["current_timestamp", "localtime", "localtimestamp"].contains(text.lowercased())
                ? ["an expression is written default: {sql: \(text)}"] : []
        case .namesNoColumn(_, let table, let known): ["\(table) has \(known.joined(separator: ", "))"]
        case .keyWithoutPartitionColumn(let column, _): ["add \(column) to the key, or partition by another column"]
        case .renamedFromDeclared(let name, _):
            [
                "if the rename is done, remove renamed_from",
                "if not, declare '\(name)' in a revision of its own; swap two names through a third",
            ]
        // The message alone says what to change.
        case .yaml, .unknownTrigger, .repeatedColumn, .columnCounts, .attribute, .secondAutoIncrement,
            .autoIncrementWithoutKey:
            []
        }
    }

    private static func pointer(to first: SourceLocation?) -> String {
        first.map { "; the first is at \($0.place)" } ?? ""
    }
}

extension DocumentPlace {
    fileprivate var words: String {
        switch self {
        case .document: "the schema document"
        case .database: "'database'"
        case .defaults: "'defaults'"
        case .naming: "'naming'"
        case .source: "'source'"
        case .table(let name): "table \(name)"
        case .options(let table): "'options' of table \(table)"
        case .column(let name, let table): "column \(table).\(name)"
        case .primaryKey(let table): "the primary key of \(table)"
        case .index(let name, let table): "\(name.map { "index \($0)" } ?? "an index") of \(table)"
        case .foreignKey(let name, let table): "\(name.map { "foreign key \($0)" } ?? "a foreign key") of \(table)"
        case .object(let id): id.description
        case .partitions(let table): "'partition_by' of table \(table)"
        case .check(let name, let table): "\(name.map { "check \($0)" } ?? "a check") of \(table)"
        }
    }
}

extension DocumentPlace {
    /// The name that the document gives to the object at this place.
    private var name: String? {
        switch self {
        case .table(let name), .column(let name, _): name
        case .index(let name, _), .foreignKey(let name, _), .check(let name, _): name
        case .object(let id): id.name
        case .document, .database, .defaults, .naming, .source, .options, .primaryKey, .partitions: nil
        }
    }

    /// The error in the name.
    fileprivate var faultOfName: String {
        guard let name else { return "a name has 1 to 64 characters and no space at its end" }
        if name.isEmpty { return "its name is empty" }
        if name.unicodeScalars.count > 64 {
            return "its name has \(name.unicodeScalars.count) characters, but 64 is the maximum"
        }
        if name.last?.isWhitespace == true { return "its name ends with a space" }
        if let scalar = name.unicodeScalars.first(where: { $0.value > 0xFFFF }) {
            return "no server accepts this name: \(scalar) is beyond U+FFFF, and names cannot hold such a character"
        }
        if name.uppercased() == "PRIMARY" { return "only the primary key can be called PRIMARY" }
        return "no server accepts this name: it holds a character that names cannot have"
    }
}
