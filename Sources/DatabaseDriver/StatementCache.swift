internal import CMariaDB
internal import SwiftMig

/// A statement that the server has prepared for one session.
final class PreparedStatement {
    let handle: UnsafeMutablePointer<MYSQL_STMT>
    let text: String
    let valueCount: Int
    /// The columns of the last result; nil before the first.
    var columns: ResultColumns?
    /// Whether the server no longer has it, and the library has freed its memory.
    var isClosed = false
    fileprivate var lastUse: UInt64 = 0

    init(_ handle: UnsafeMutablePointer<MYSQL_STMT>, text: String) {
        self.handle = handle
        self.text = text
        valueCount = Int(mysql_stmt_param_count(handle))
    }
}

/// The prepared statements of a session, by their text. The one that was not used for the longest time goes first.
struct StatementCache {
    let capacity: Int
    private var statements: [String: PreparedStatement] = [:]
    private var clock: UInt64 = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { statements.count }

    mutating func statement(_ text: String) -> PreparedStatement? {
        guard let statement = statements[text] else { return nil }
        clock += 1
        statement.lastUse = clock
        return statement
    }

    /// Keeps a statement.
    ///
    /// - Returns: The statement that has to be closed for it.
    mutating func insert(_ statement: PreparedStatement) -> PreparedStatement? {
        clock += 1
        statement.lastUse = clock
        statements[statement.text] = statement
        guard statements.count > capacity,
            let oldest = statements.values.min(by: { $0.lastUse < $1.lastUse })
        else { return nil }
        return statements.removeValue(forKey: oldest.text)
    }

    mutating func remove(_ statement: PreparedStatement) {
        if statements[statement.text] === statement { statements[statement.text] = nil }
    }

    mutating func removeAll(_ body: (PreparedStatement) -> Void) {
        statements.values.forEach(body)
        statements = [:]
    }
}
