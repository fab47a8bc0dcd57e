internal import SchemaModel
internal import YAMLDocument

/// The patterns for naming indexes, foreign keys and checks that have no name in the document.
struct NamePatterns {
    static let keys = ["index", "unique", "foreign_key", "check"]
    private static let placeholders = ["table", "columns", "referenced_table", "referenced_columns", "name"]
    /// The servers' limit, in characters.
    static let longestName = 64

    private var index = "ix_{table}_{columns}"
    private var unique = "uq_{table}_{columns}"
    private var foreignKey = "fk_{table}_{columns}"
    private var check = "ck_{table}_{name}"

    init() {}

    init(_ fields: Fields) {
        func pattern(_ key: String, _ property: WritableKeyPath<NamePatterns, String>) {
            guard let text = fields.text(key) else { return }
            for name in Self.names(in: text) where !Self.placeholders.contains(name) {
                fields.problems.add(
                    .unknownPlaceholder(name, in: key, known: Self.placeholders),
                    at: fields[key]?.location ?? fields.location
                )
            }
            self[keyPath: property] = text
        }
        pattern("index", \.index)
        pattern("unique", \.unique)
        pattern("foreign_key", \.foreignKey)
        pattern("check", \.check)
    }

    func name(of index: Index, table: String, taken: [String]) -> String {
        let columns = index.parts.map { $0.columnName ?? "expr" }
        let pattern = index.kind == .unique ? unique : self.index
        return filled(pattern, ["table": table, "columns": columns.joined(separator: "_")], taken)
    }

    func name(of key: ForeignKey, table: String, taken: [String]) -> String {
        let values = [
            "table": table, "columns": key.columns.joined(separator: "_"), "referenced_table": key.referencedTable,
            "referenced_columns": key.referencedColumns.joined(separator: "_"),
        ]
        return filled(foreignKey, values, taken)
    }

    /// - Parameter number: The check's position among the table's unnamed checks, which serves as its name.
    func checkName(number: Int, table: String, taken: [String]) -> String {
        filled(check, ["table": table, "name": String(number)], taken)
    }

    private func filled(_ pattern: String, _ values: [String: String], _ taken: [String]) -> String {
        var name = pattern
        for placeholder in Self.placeholders {
            name = name.replacingAll("{\(placeholder)}", with: values[placeholder] ?? "")
        }
        let base = Self.shortened(name)
        let others = Set(taken.map { $0.lowercased() })
        var candidate = base
        var number = 2
        while others.contains(candidate.lowercased()) {
            candidate = Self.shortened("\(name)_\(number)")
            number += 1
        }
        return candidate
    }

    /// Shortens a name that is too long to its start and a hash of the whole, so that every run gives the same name.
    private static func shortened(_ name: String) -> String {
        guard name.unicodeScalars.count > longestName else { return name }
        var hash = FNV1a<UInt32>()
        hash.combine(name.utf8)
        let digits = String(hash.value, radix: 16)
        let suffix = "_" + String(repeating: "0", count: 8 - digits.count) + digits
        var start = String.UnicodeScalarView()
        start.append(contentsOf: name.unicodeScalars.prefix(longestName - suffix.count))
        return String(start) + suffix
    }

    private static func names(in pattern: String) -> [String] {
        pattern.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map { part in
            String(part.prefix { $0 != "}" })
        }
    }
}

extension String {
    fileprivate func replacingAll(_ text: String, with replacement: String) -> String {
        var result = ""
        var rest = self[...]
        while let range = rest.firstRange(of: text) {
            result += rest[..<range.lowerBound] + replacement
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
