/// Something that a statement leaves in its session for a later one, and that is gone with the session.
enum SessionFact: Hashable {
    /// A user variable, by its name in lower case.
    case variable(String)
    /// A prepared statement, by its name in lower case.
    case prepared(String)
    /// `LAST_INSERT_ID()`, `@@identity`
    case insertID
    /// What the statement just before did: `ROW_COUNT()`, `@@warning_count`, `GET DIAGNOSTICS`.
    case lastStatement
    /// `FOUND_ROWS()`
    case foundRows
    /// `SET insert_id`, which the next row takes that gets a number.
    case nextInsertID
    /// `SET rand_seed1`, from which every `RAND()` leads on.
    case randomSeed
    /// `LASTVAL(s)`, `PREVIOUS VALUE FOR s` (MariaDB)
    case sequenceValue
    /// `SET TRANSACTION`, which the next one takes.
    case nextTransaction
    /// `SET timestamp`, which every statement reads the time from.
    case clock

    var name: String {
        switch self {
        case .variable(let name): "@" + name
        case .prepared(let name): "the prepared statement " + name
        case .insertID: "LAST_INSERT_ID()"
        case .lastStatement: "ROW_COUNT() or the warnings of the statement before"
        case .foundRows: "FOUND_ROWS()"
        case .nextInsertID: "@@insert_id"
        case .randomSeed: "RAND() after @@rand_seed1"
        case .sequenceValue: "the last value of a sequence"
        case .nextTransaction: "SET TRANSACTION"
        case .clock: "@@timestamp"
        }
    }
}
