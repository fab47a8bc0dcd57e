package import DiagnosticModel
package import SchemaSQL

extension ColumnTypeError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic("bad_column_type", message, hints: hints, exitCode: .configuration)
    }

    private var message: String {
        switch self {
        case .empty: "a column type is missing"
        case .notAType(let text): "\"\(text)\" is not a column type"
        case .missingLength(let type): "the type \(type) needs a length"
        case .badArguments(let type, let arguments): "\(type)(\(arguments)) is not a valid column type"
        case .badValues(let type): "the type \(type) needs a list of quoted values"
        case .unexpected(let text, let type): "\"\(text)\" cannot follow the column type \(type)"
        }
    }

    private var hints: [String] {
        switch self {
        case .missingLength(let type): ["write the length after the type: \(type)(255)"]
        case .badValues(let type): ["write the values in single quotes: \(type)('a','b')"]
        case .empty, .notAType: ["write a type as the server spells it: bigint unsigned, varchar(100), datetime(6)"]
        case .badArguments(let type, _) where ["varchar", "varbinary"].contains(type.lowercased()):
            [
                "\(type) holds at most 65535 bytes, which a row's other columns share; longer texts are text or mediumtext"
            ]
        case .badArguments: ["see the server's manual for what goes in the parentheses, or leave them out"]
        case .unexpected(let text, _):
            ["remove \"\(text)\", or write it as a separate key, such as nullable or default"]
        }
    }
}

extension ShowCreateTableError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic("unknown_table_clause", "swiftmig cannot read \(place) of SHOW CREATE TABLE: \(line)")
    }
}
