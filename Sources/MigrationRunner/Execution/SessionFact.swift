/// Something that a statement leaves in its session for a later one, and that is lost when the session ends.
enum SessionFact: Hashable {
    /// A user variable, by its name in lower case.
    case variable(String)
    /// A prepared statement, by its name in lower case.
    case prepared(String)
    /// `LAST_INSERT_ID()`, `@@identity`
    case insertID
    /// The outcome of the previous statement: `ROW_COUNT()`, `@@warning_count`, `GET DIAGNOSTICS`.
    case lastStatement
    /// `FOUND_ROWS()`
    case foundRows
    /// `SET insert_id`, which the next row with an automatic number takes.
    case nextInsertID
    /// `SET rand_seed1`, which every later `RAND()` depends on.
    case randomSeed
    /// `LASTVAL(s)`, `PREVIOUS VALUE FOR s` (MariaDB)
    case sequenceValue
    /// `SET TRANSACTION`, which applies to the next transaction.
    case nextTransaction
    /// `SET timestamp`, from which every statement reads the time.
    case clock

    var name: String {
        switch self {
        case .variable(let name): "@" + name
        case .prepared(let name): "the prepared statement " + name
        case .insertID: "LAST_INSERT_ID()"
        case .lastStatement: "ROW_COUNT() or the warnings of the previous statement"
        case .foundRows: "FOUND_ROWS()"
        case .nextInsertID: "@@insert_id"
        case .randomSeed: "RAND() after @@rand_seed1"
        case .sequenceValue: "the last value of a sequence"
        case .nextTransaction: "SET TRANSACTION"
        case .clock: "@@timestamp"
        }
    }
}
