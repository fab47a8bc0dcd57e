internal import SchemaModel

/// Finds partitions that no server accepts. Checking declarations with temporary tables misses them, because those
/// cannot have partitions.
struct PartitionChecker {
    let table: Table
    /// The engine of tables that do not name one.
    let defaultEngine: String?
    let problems: ProblemList

    private var place: DocumentPlace { .partitions(table: table.name) }

    func check() {
        guard let partitioning = table.partitioning else { return }
        let engine = table.options.engine ?? defaultEngine ?? "InnoDB"
        if let key = table.foreignKeys.first, engine.lowercased() == "innodb" {
            problems.add(.exclusive("partition_by", "foreign_keys", in: .table(table.name)), at: key.origin.location)
        }
        let columns = columns(of: partitioning.scheme)
        for name in columns where table.columnIndex(named: name) == nil {
            problems.add(
                .unknownColumn(name, table: table.name, in: place, known: table.columns.map(\.name)),
                at: table.origin.location
            )
        }
        checkKeys(columns.filter { table.columnIndex(named: $0) != nil })
    }

    /// Every unique key must contain all columns of the partitioning key (MariaDB and MySQL error 1503).
    private func checkKeys(_ columns: [String]) {
        func require(_ parts: [IndexPart], _ place: DocumentPlace, _ origin: Origin) {
            let names = Set(parts.compactMap { $0.columnName?.lowercased() })
            if let missing = columns.first(where: { !names.contains($0.lowercased()) }) {
                problems.add(.keyWithoutPartitionColumn(missing, in: place), at: origin.location)
            }
        }
        if let key = table.primaryKey { require(key.parts, .primaryKey(table: table.name), key.origin) }
        for index in table.indexes where index.kind == .unique && !isHash(index) {
            require(index.parts, .index(index.name, table: table.name), index.origin)
        }
    }

    /// MariaDB enforces a HASH index independently of partitions, and always uses one for whole TEXT and BLOB columns.
    private func isHash(_ index: Index) -> Bool {
        index.algorithm?.lowercased() == "hash"
            || index.parts.contains { part in
                guard part.prefixLength == nil, let name = part.columnName else { return false }
                return switch table.column(named: name)?.type {
                case .text, .blob: true
                default: false
                }
            }
    }

    /// Returns the columns that are named directly. The server checks those that an expression reads.
    private func columns(of scheme: PartitionScheme) -> [String] {
        switch scheme {
        case .rangeColumns(let columns), .listColumns(let columns), .key(let columns, _, _):
            return columns
        case .range(let expression), .list(let expression), .hash(let expression, _):
            let name = expression.trimmedSQL
            let isName =
                !name.isEmpty && name.first?.isNumber == false
                && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            return isName ? [name] : []
        case .systemTime: return []
        }
    }
}
