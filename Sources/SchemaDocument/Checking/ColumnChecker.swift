internal import SchemaModel
internal import SchemaSQL

/// Finds column attributes that exclude each other or that the column's type does not allow.
struct ColumnChecker {
    let column: Column
    let table: String
    let problems: ProblemList

    private var place: DocumentPlace { .column(column.name, table: table) }

    func check() {
        let isGenerated = column.generated != nil
        let hasDefault = column.defaultValue != nil && column.defaultValue != .absent
        exclude(hasDefault, "default", isGenerated, "generated")
        exclude(column.onUpdate != nil, "on_update", isGenerated, "generated")
        exclude(column.isAutoIncrement, "auto_increment", isGenerated, "generated")
        exclude(hasDefault, "default", column.isAutoIncrement, "auto_increment")
        if case .literal(let text)? = column.defaultValue, !isGenerated, !DefaultFit.holds(text, column.type) {
            let type = column.type.documentSpelling
            problems.add(.badDefault(text, type: type, in: place), at: column.origin.location)
        }
        attribute(column.isAutoIncrement, "auto_increment", fits: isNumber)
        attribute(column.onUpdate != nil, "on_update", fits: isTimestamp)
        attribute(column.srid != nil, "srid", fits: isSpatial)
        attribute(column.charset != nil, "charset", fits: takesCharset)
        attribute(column.collation != nil, "collation", fits: takesCharset)
    }

    private func exclude(_ hasFirst: Bool, _ first: String, _ hasSecond: Bool, _ second: String) {
        if hasFirst, hasSecond { problems.add(.exclusive(first, second, in: place), at: column.origin.location) }
    }

    private func attribute(_ isSet: Bool, _ name: String, fits: Bool) {
        if isSet, !fits {
            problems.add(
                .attribute(name, type: column.type.documentSpelling, in: place),
                at: column.origin.location
            )
        }
    }

    // A type that swiftmig does not know may have every attribute.

    private var isNumber: Bool {
        switch column.type {
        case .integer, .float, .double, .other: true
        default: false
        }
    }

    private var isTimestamp: Bool {
        switch column.type {
        case .timestamp, .datetime, .other: true
        default: false
        }
    }

    private var isSpatial: Bool {
        switch column.type {
        case .spatial, .other: true
        default: false
        }
    }

    /// JSON is LONGTEXT on MariaDB, so it may name the character set that it has anyway.
    private var takesCharset: Bool {
        switch column.type {
        case .json, .other: true
        default: column.type.isCharacter
        }
    }
}
