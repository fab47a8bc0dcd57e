internal import SchemaModel
internal import SchemaSQL

/// Finds indexes on column types that no server can index in that way.
struct IndexTypeChecker {
    let index: Index
    let table: Table
    let problems: ProblemList

    func check() {
        for part in index.parts {
            guard let name = part.columnName, let column = table.column(named: name) else { continue }
            switch index.kind {
            case .fulltext: require(isText(column.type), "a fulltext index", of: column)
            case .spatial: require(isSpatial(column.type), "a spatial index", of: column)
            case .plain, .unique, .vector: break
            }
            if let length = part.prefixLength {
                require(takesPrefix(length, column.type), "an index of its first \(length)", of: column)
            }
        }
    }

    private func require(_ fits: Bool, _ attribute: String, of column: Column) {
        if fits { return }
        let place = DocumentPlace.column(column.name, table: table.name)
        let type = column.type.documentSpelling
        problems.add(.attribute(attribute, type: type, in: place), at: index.origin.location)
    }

    /// JSON is LONGTEXT on MariaDB.
    private func isText(_ type: ColumnType) -> Bool {
        switch type {
        case .char, .varchar, .text, .json, .other: true
        default: false
        }
    }

    private func isSpatial(_ type: ColumnType) -> Bool {
        switch type {
        case .spatial, .other: true
        default: false
        }
    }

    private func takesPrefix(_ length: Int, _ type: ColumnType) -> Bool {
        switch type {
        case .char(let size), .varchar(let size), .binary(let size), .varbinary(let size): length <= size
        case .text, .blob, .json, .spatial, .other: true
        default: false
        }
    }
}
