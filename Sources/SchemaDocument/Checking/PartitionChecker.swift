internal import SchemaModel

/// Finds partitions that no server makes. Temporary tables, by which the server checks declarations, cannot have any.
struct PartitionChecker {
    let table: Table
    /// What tables have that name none.
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

    /// Every unique key holds all columns that rows are partitioned by (MariaDB and MySQL error 1503).
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

    /// MariaDB keeps rows apart by hash whatever the partitions are, and by nothing else over whole TEXT and BLOB columns.
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

    /// The columns that stand there as such; what an expression reads is the server's affair.
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
