internal import SchemaModel

/// The naming convention that most names of a schema follow, so that models need not repeat those names.
struct NamingChoice {
    private(set) var index = "ix_{table}_{columns}"
    private(set) var unique = "uq_{table}_{columns}"
    private(set) var foreignKey = "fk_{table}_{columns}"
    private(set) var check = "ck_{table}_{name}"

    init(_ schema: Schema) {
        let tables = schema.tables
        index = Self.best(Self.indexPatterns, index) { pattern in
            tables.sum { table in
                // Indexes that the server creates for a foreign key have its name.
                let keys = Set(table.foreignKeys.map(\.name))
                return table.indexes.count {
                    $0.kind != .unique && !keys.contains($0.name) && Self.name($0, table, pattern) == $0.name
                }
            }
        }
        unique = Self.best(Self.uniquePatterns, unique) { pattern in
            tables.sum { table in table.indexes.count { $0.kind == .unique && Self.name($0, table, pattern) == $0.name }
            }
        }
        foreignKey = Self.best(Self.foreignKeyPatterns, foreignKey) { pattern in
            tables.sum { table in table.foreignKeys.count { Self.name($0, table, pattern) == $0.name } }
        }
        check = Self.best(Self.checkPatterns, check) { pattern in
            tables.sum { table in Self.unnamedChecks(table, pattern).count }
        }
    }

    /// The patterns that differ from the library's convention, with their argument labels.
    var arguments: [(label: String, pattern: String)] {
        [
            ("index", index, "ix_{table}_{columns}"), ("unique", unique, "uq_{table}_{columns}"),
            ("foreignKey", foreignKey, "fk_{table}_{columns}"), ("check", check, "ck_{table}_{name}"),
        ]
        .filter { $0.1 != $0.2 }
        .map { ($0.0, $0.1) }
    }

    /// Returns the name if the convention does not give it.
    func explicitName(of index: Index, in table: Table) -> String? {
        let pattern = index.kind == .unique ? unique : self.index
        return Self.name(index, table, pattern) == index.name ? nil : index.name
    }

    /// Returns the name if the convention does not give it.
    func explicitName(of key: ForeignKey, in table: Table) -> String? {
        Self.name(key, table, foreignKey) == key.name ? nil : key.name
    }

    /// Returns the checks whose names the convention gives.
    func unnamedChecks(of table: Table) -> Set<String> { Self.unnamedChecks(table, check) }

    // MARK: Names

    private static func name(_ index: Index, _ table: Table, _ pattern: String) -> String {
        let columns = index.parts.map { $0.columnName ?? "expr" }.joined(separator: "_")
        return filled(pattern, ["table": table.name, "columns": columns])
    }

    private static func name(_ key: ForeignKey, _ table: Table, _ pattern: String) -> String {
        filled(
            pattern,
            [
                "table": table.name, "columns": key.columns.joined(separator: "_"),
                "referenced_table": key.referencedTable,
                "referenced_columns": key.referencedColumns.joined(separator: "_"),
            ]
        )
    }

    /// An unnamed check is named after its position among the unnamed ones.
    private static func unnamedChecks(_ table: Table, _ pattern: String) -> Set<String> {
        var unnamed: Set<String> = []
        for check in table.checks
        where check.name == filled(pattern, ["table": table.name, "name": String(unnamed.count + 1)]) {
            unnamed.insert(check.name)
        }
        return unnamed
    }

    /// A name that the servers' limit would shorten never matches and stays explicit.
    private static func filled(_ pattern: String, _ values: [String: String]) -> String {
        var name = ""
        for (index, part) in pattern.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            let ends = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
            if index == 0 || ends.count < 2 {
                name += part
            } else {
                name += (values[String(ends[0])] ?? "") + ends[1]
            }
        }
        return name
    }

    // MARK: Conventions

    /// Returns the pattern that fits the most names, preferring the usual one.
    private static func best(_ patterns: [String], _ usual: String, count: (String) -> Int) -> String {
        var (best, most) = (usual, count(usual))
        for pattern in patterns {
            let count = count(pattern)
            if count > most { (best, most) = (pattern, count) }
        }
        return best
    }

    private static let indexPatterns = [
        "idx_{table}_{columns}", "index_{table}_on_{columns}", "{table}_{columns}_idx", "{table}_{columns}_index",
        "{table}_{columns}", "idx_{columns}", "ix_{columns}", "i_{columns}", "{columns}_idx", "{columns}_index",
        "{columns}", "idx_fk_{columns}",
    ]
    private static let uniquePatterns = [
        "uk_{table}_{columns}", "ux_{table}_{columns}", "index_{table}_on_{columns}", "{table}_{columns}_unique",
        "{table}_{columns}_key", "{table}_{columns}_uindex", "uidx_{table}_{columns}", "{table}_{columns}",
        "uq_{columns}",
        "uk_{columns}", "ux_{columns}", "unique_{columns}", "uniq_{columns}", "{columns}_unique", "{columns}_key",
        "{columns}_uindex", "idx_{columns}", "{columns}",
    ]
    private static let foreignKeyPatterns = [
        "{table}_{columns}_foreign", "{table}_{columns}_fkey", "{table}_{columns}_fk", "fk_{table}_{referenced_table}",
        "fk_{table}_{columns}_{referenced_table}", "fk_{table}_{referenced_table}_{columns}",
        "{table}_{referenced_table}_fk", "fk_{columns}", "fk_{referenced_table}", "fk_{referenced_table}_{columns}",
        "fk_{table}_{columns}_{referenced_table}_{referenced_columns}",
    ]
    /// The first two are what MySQL and MariaDB generate.
    private static let checkPatterns = [
        "{table}_chk_{name}", "CONSTRAINT_{name}", "chk_{table}_{name}", "{table}_{name}_check",
    ]
}

extension [Table] {
    fileprivate func sum(_ count: (Table) -> Int) -> Int { reduce(0) { $0 + count($1) } }
}
