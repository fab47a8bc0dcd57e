/// What the text of a statement tells about it.
package struct StatementFacts: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Changes rows. A transaction can roll it back if the engine supports transactions.
        case dml
        /// Changes definitions or accounts, and commits implicitly before and after.
        case ddl
        /// Only reads.
        case query
        /// Changes only this session: `SET`, `USE`, and temporary tables.
        case session
        /// Starts a transaction: `START TRANSACTION`, `BEGIN`.
        case transactionStart
        /// Ends a transaction: `COMMIT`, `ROLLBACK`.
        case transactionEnd
        /// Works inside a transaction: `SAVEPOINT`, `ROLLBACK TO`, `RELEASE SAVEPOINT`.
        case savepoint
        /// `LOCK TABLES`, `UNLOCK TABLES` or `XA …`, which interfere with the runner's own locks and transactions.
        case sessionLock
        /// The text does not tell: `CALL`, `EXECUTE`, a compound statement, or anything unknown.
        case other
    }

    package var kind: Kind
    /// The objects that DDL names, in order of appearance. Its effect can be seen in them.
    package var objects: [SQLObject] = []
    /// The data that is or may be lost when the statement runs.
    package var losses: [DataLoss] = []
    /// The tables that it renames.
    package var renames: [Rename] = []
    /// The temporary tables that it creates, or drops if `isDrop`.
    package var temporaryTables: [SQLName] = []
    package var isDrop = false
    /// Whether it drops every object that it names: `DROP` of tables, views, routines and so on.
    package var isRemoval = false
    /// Whether it creates the object that it names: `CREATE`, except of an index or a temporary table.
    package var isCreation = false
    /// Whether running it twice has the same effect as running it once, so that in doubt it can run again.
    package var isRepeatable = false
    /// Whether it may change something that no definition shows, such as swapping two tables of the same shape.
    package var mayLeaveNoTrace = false
    /// Whether the server may complete one part and fail at another: `DROP TABLE a, b` on MariaDB.
    package var isManyInOne = false
    /// Whether it is `CREATE OR REPLACE`, which drops the old object first. For a table, MariaDB needs two steps.
    package var isReplacing = false
    /// Whether it has `IF EXISTS` or `IF NOT EXISTS`, so that the server skips what is already done.
    package var isConditional = false
    /// The tables that the DML statement may write to, not counting those that triggers or functions write to.
    package var writes: [SQLName] = []
    /// Whether it is `INSERT`, `REPLACE` or `LOAD`, whose new rows may get auto-increment numbers.
    package var insertsRows = false
    /// Whether it is a session change that may commit: `SET autocommit`, `SET PASSWORD`.
    package var mayCommit = false
    /// The columns that ALTER TABLE renames.
    package var columnRenames: [ColumnRename] = []
    /// The storage engine that CREATE TABLE or ALTER TABLE names.
    package var engine: String?
    /// The table that `CREATE TABLE … LIKE` copies, including its engine.
    package var likeTable: SQLName?
    /// The table of a CREATE TRIGGER.
    package var triggerTable: SQLName?
    /// The database that USE selects.
    package var usedDatabase: String?

    package init(kind: Kind) {
        self.kind = kind
    }

    /// Whether it is `CREATE TABLE` without `TEMPORARY`.
    package var createsTable: Bool { isCreation && objects.first?.kind == .table }

    package struct Rename: Hashable, Sendable {
        package var from: SQLName
        package var to: SQLName
    }

    package struct ColumnRename: Hashable, Sendable {
        /// The table's name before the statement.
        package var table: SQLName
        package var from: String
        package var to: String
    }

    package enum DataLoss: Hashable, Sendable {
        case table(SQLName)
        case column(String, of: SQLName)
        /// `TRUNCATE`.
        case rows(of: SQLName)
        /// `DROP PARTITION` and `TRUNCATE PARTITION`.
        case partitions([String], of: SQLName)
        /// `DROP DATABASE`, which drops every table in it.
        case database(String)
        /// The verb of a statement that runs others which its text may not show: `EXECUTE`, `CALL`, a compound
        /// statement that drops something.
        case unknown(String)
    }
}

/// A name as written, with or without its database.
package struct SQLName: Hashable, Sendable {
    package var database: String?
    package var name: String

    package init(database: String? = nil, _ name: String) {
        self.database = database
        self.name = name
    }
}

/// An object with a definition on the server.
package struct SQLObject: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case table, view, trigger, procedure, function, event, sequence, database
    }

    package var kind: Kind
    package var name: SQLName

    package init(_ kind: Kind, _ name: SQLName) {
        self.kind = kind
        self.name = name
    }
}
