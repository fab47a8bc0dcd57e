/// What a statement is and does, as far as its text tells.
package struct StatementFacts: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Changes rows; a transaction can take it back where the engine has transactions.
        case dml
        /// Changes definitions or accounts, and commits by itself, before and after.
        case ddl
        /// Reads.
        case query
        /// Changes this session alone: `SET`, `USE`, and tables that are temporary.
        case session
        /// Starts a transaction: `START TRANSACTION`, `BEGIN`.
        case transactionStart
        /// Ends one: `COMMIT`, `ROLLBACK`.
        case transactionEnd
        /// A part of one: `SAVEPOINT`, `ROLLBACK TO`, `RELEASE SAVEPOINT`.
        case savepoint
        /// `LOCK TABLES`, `UNLOCK TABLES`, `XA …`: takes over what a runner needs for itself.
        case sessionLock
        /// Its text does not tell: `CALL`, `EXECUTE`, a compound statement, anything unknown.
        case other
    }

    package var kind: Kind
    /// What DDL names, in order of appearance: what its effect can be seen in.
    package var objects: [SQLObject] = []
    /// What is lost, or may be, when it runs.
    package var losses: [DataLoss] = []
    /// The tables that it renames.
    package var renames: [Rename] = []
    /// The temporary tables that it makes, or with `isDrop` drops.
    package var temporaryTables: [SQLName] = []
    package var isDrop = false
    /// It drops all that it names: `DROP` of anything with a definition of its own, tables included.
    package var isRemoval = false
    /// `CREATE TABLE`, not `TEMPORARY`.
    package var createsTable = false
    /// Running it twice leaves what running it once leaves, so that a doubt is settled by running it.
    package var isRepeatable = false
    /// It may change something that no definition shows, such as swapping two tables of one shape.
    package var mayLeaveNoTrace = false
    /// The server may do one part and fail at another: `DROP TABLE a, b` on MariaDB.
    package var isManyInOne = false
    /// `CREATE OR REPLACE`: what is there goes before the new one comes, which on MariaDB are two steps for a table.
    package var isReplacing = false
    /// `IF EXISTS` or `IF NOT EXISTS`: what is done already is passed over.
    package var isConditional = false
    /// The tables that DML may write to, as its text tells; those that a trigger or a function writes to are not there.
    package var writes: [SQLName] = []
    /// `INSERT`, `REPLACE`, `LOAD`: new rows, which may get numbers.
    package var insertsRows = false
    /// A change of the session that may commit: `SET autocommit`, `SET PASSWORD`.
    package var mayCommit = false
    /// The columns that ALTER TABLE gives another name.
    package var columnRenames: [ColumnRename] = []
    /// The storage engine that CREATE TABLE or ALTER TABLE names.
    package var engine: String?
    /// The table whose shape `CREATE TABLE … LIKE` copies, engine included.
    package var likeTable: SQLName?
    /// The table that CREATE TRIGGER is about.
    package var triggerTable: SQLName?
    /// The database that USE selects.
    package var usedDatabase: String?

    package init(kind: Kind) {
        self.kind = kind
    }

    package struct Rename: Hashable, Sendable {
        package var from: SQLName
        package var to: SQLName
    }

    package struct ColumnRename: Hashable, Sendable {
        /// By the name that it had before the statement.
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
        /// `DROP DATABASE`: every table in it.
        case database(String)
        /// The verb of a statement that runs others which its text does not show, or not for certain: `EXECUTE`, `CALL`, a
        /// compound statement that drops something.
        case unknown(String)
    }
}

/// A name as it was written: with its database or without.
package struct SQLName: Hashable, Sendable {
    package var database: String?
    package var name: String

    package init(database: String? = nil, _ name: String) {
        self.database = database
        self.name = name
    }
}

/// Something that has a definition on the server.
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
