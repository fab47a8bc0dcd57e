internal import SQLStatements
internal import SchemaModel

/// The information_schema queries, in order: a result that another depends on comes first.
enum CatalogQuery: CaseIterable {
    case schemata, tables, columns, statistics, references, keyColumns, checkTables, checks, triggers, routines, events
}

/// The text of the information_schema queries. There is one query of each kind, whatever the number of tables.
///
/// The queries use only columns that are cheap for the servers. For TABLES' CREATE_OPTIONS, ROW_FORMAT and sizes,
/// MariaDB opens each table in the storage engine (SHOW CREATE TABLE shows the options instead). For
/// STATISTICS.CARDINALITY, MySQL recomputes statistics. KEY_COLUMN_USAGE is filtered by TABLE_SCHEMA, because for
/// CONSTRAINT_SCHEMA MariaDB opens every table of the server. There is no ORDER BY and no join, for which MariaDB uses
/// temporary tables.
struct CatalogQueries {
    let profile: ServerProfile
    let database: String

    private var isMariaDB: Bool { profile.flavor == .mariadb }
    private var name: String { ReadingSession.dialect.quotedLiteral(database) }

    /// MySQL supports CHECK from 8.0.16 on. Every supported MariaDB does.
    private var hasChecks: Bool { isMariaDB || profile.version >= ServerProfile.Version(8, 0, 16) }
    /// MariaDB 10.6 introduced IGNORED indexes.
    private var hasIgnoredIndexes: Bool { profile.version >= ServerProfile.Version(10, 6) }

    func statement(for query: CatalogQuery) -> String {
        switch query {
        case .schemata: schemata
        case .tables: tables
        case .columns: columns
        case .statistics: statistics
        case .references: references
        case .keyColumns: keyColumns
        case .checkTables: checkTables
        case .checks: checks
        case .triggers: triggers
        case .routines: routines
        case .events: events
        }
    }

    private var schemata: String {
        """
        SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA \
        WHERE SCHEMA_NAME = \(name)
        """
    }

    private var tables: String {
        """
        SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, TABLE_COMMENT, \(isMariaDB ? "''" : "CREATE_OPTIONS") \
        FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(name)
        """
    }

    private var columns: String {
        """
        SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_COMMENT, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, \
        CHARACTER_SET_NAME, COLLATION_NAME, EXTRA, GENERATION_EXPRESSION, \
        \(isMariaDB ? "NULL" : "SRS_ID") FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = \(name)
        """
    }

    private var statistics: String {
        let visibility = isMariaDB ? (hasIgnoredIndexes ? "IGNORED" : "'NO'") : "IF(IS_VISIBLE = 'NO', 'YES', 'NO')"
        return """
            SELECT TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE, \
            INDEX_COMMENT, \(visibility), \(isMariaDB ? "NULL" : "EXPRESSION") \
            FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = \(name)
            """
    }

    private var keyColumns: String {
        """
        SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, \
        REFERENCED_COLUMN_NAME, ORDINAL_POSITION FROM information_schema.KEY_COLUMN_USAGE \
        WHERE TABLE_SCHEMA = \(name) AND REFERENCED_TABLE_NAME IS NOT NULL
        """
    }

    private var references: String {
        """
        SELECT TABLE_NAME, CONSTRAINT_NAME, DELETE_RULE, UPDATE_RULE FROM information_schema.REFERENTIAL_CONSTRAINTS \
        WHERE CONSTRAINT_SCHEMA = \(name)
        """
    }

    /// MySQL shows the table of a check only in TABLE_CONSTRAINTS.
    private var checks: String {
        guard hasChecks else { return "DO 0" }
        return """
            SELECT \(isMariaDB ? "TABLE_NAME" : "NULL"), CONSTRAINT_NAME, CHECK_CLAUSE, \
            \(isMariaDB ? "LEVEL" : "'Table'") FROM information_schema.CHECK_CONSTRAINTS \
            WHERE CONSTRAINT_SCHEMA = \(name)
            """
    }

    private var checkTables: String {
        guard hasChecks, !isMariaDB else { return "DO 0" }
        return """
            SELECT CONSTRAINT_NAME, TABLE_NAME, ENFORCED FROM information_schema.TABLE_CONSTRAINTS \
            WHERE TABLE_SCHEMA = \(name) AND CONSTRAINT_TYPE = 'CHECK'
            """
    }

    /// Filtered by the table's database, which is the trigger's too. For TRIGGER_SCHEMA, MariaDB opens all databases.
    private var triggers: String {
        """
        SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER \
        FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = \(name)
        """
    }

    private var routines: String {
        "SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = \(name)"
    }

    private var events: String {
        "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = \(name)"
    }
}
