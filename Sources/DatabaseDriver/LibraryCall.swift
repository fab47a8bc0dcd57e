internal import CMariaDB
internal import SwiftMigPlatform

/// A call of libmariadb that sends or receives.
///
/// Each exists three times: it can begin, and return what it waits for; continue when that has come; or block.
enum LibraryCall {
    case query
    case storeResult
    case nextResult
    case prepare
    case execute
    case storeRows
    case nextRows
    case fetch
    case closeStatement
    case ping
    case resetConnection
    case setOption
}

extension DriverConnection {
    /// What a caller asks for. It may take several calls of the library.
    enum Command {
        case query
        case prepare
        case execute(hasCursor: Bool)
        case fetch
        case closeStatement
        case ping
        case resetConnection
        case refuseSeveralStatements

        var firstCall: LibraryCall {
            switch self {
            case .query: .query
            case .prepare: .prepare
            case .execute: .execute
            case .fetch: .fetch
            case .closeStatement: .closeStatement
            case .ping: .ping
            case .resetConnection: .resetConnection
            case .refuseSeveralStatements: .setOption
            }
        }
    }
}

/// What the calls of one connection work with, and what they return. Belongs to the thread that makes the calls.
struct CallState {
    let handle: UnsafeMutablePointer<MYSQL>
    /// The statement of the call.
    var statement: UnsafeMutablePointer<MYSQL_STMT>?
    /// The text of the call. It must not move until the call has ended.
    var text = UnsafeBufferPointer<CChar>(start: nil, count: 0)
    /// What the last call returned: 0 for success, for most.
    var status: Int32 = 0
    var result: UnsafeMutablePointer<MYSQL_RES>?
    private var flag: my_bool = 0
    private let isEncrypted: Bool

    init(_ handle: UnsafeMutablePointer<MYSQL>) {
        self.handle = handle
        isEncrypted = mysql_get_ssl_cipher(handle) != nil
    }

    /// Begins a call.
    ///
    /// - Returns: What it waits for, as a set of `MYSQL_WAIT_…`; 0 if it has ended.
    mutating func begin(_ call: LibraryCall) -> Int32 {
        if isEncrypted { TLSErrors.forget() }
        return switch call {
        case .query: mysql_real_query_start(&status, handle, text.baseAddress, UInt(text.count))
        case .storeResult: mysql_store_result_start(&result, handle)
        case .nextResult: mysql_next_result_start(&status, handle)
        case .prepare: mysql_stmt_prepare_start(&status, statement, text.baseAddress, UInt(text.count))
        case .execute: mysql_stmt_execute_start(&status, statement)
        case .storeRows: mysql_stmt_store_result_start(&status, statement)
        case .nextRows: mysql_stmt_next_result_start(&status, statement)
        case .fetch: mysql_stmt_fetch_start(&status, statement)
        case .closeStatement: ended(mysql_stmt_close_start(&flag, statement))
        case .ping: mysql_ping_start(&status, handle)
        case .resetConnection: mysql_reset_connection_start(&status, handle)
        case .setOption: mysql_set_server_option_start(&status, handle, MYSQL_OPTION_MULTI_STATEMENTS_OFF)
        }
    }

    /// Continues a call.
    ///
    /// - Parameter ready: What has come of what it waited for.
    mutating func resume(_ call: LibraryCall, _ ready: Int32) -> Int32 {
        if isEncrypted { TLSErrors.forget() }
        return switch call {
        case .query: mysql_real_query_cont(&status, handle, ready)
        case .storeResult: mysql_store_result_cont(&result, handle, ready)
        case .nextResult: mysql_next_result_cont(&status, handle, ready)
        case .prepare: mysql_stmt_prepare_cont(&status, statement, ready)
        case .execute: mysql_stmt_execute_cont(&status, statement, ready)
        case .storeRows: mysql_stmt_store_result_cont(&status, statement, ready)
        case .nextRows: mysql_stmt_next_result_cont(&status, statement, ready)
        case .fetch: mysql_stmt_fetch_cont(&status, statement, ready)
        case .closeStatement: ended(mysql_stmt_close_cont(&flag, statement, ready))
        case .ping: mysql_ping_cont(&status, handle, ready)
        case .resetConnection: mysql_reset_connection_cont(&status, handle, ready)
        case .setOption: mysql_set_server_option_cont(&status, handle, ready)
        }
    }

    /// Makes a call, and blocks the thread until it has ended.
    mutating func block(_ call: LibraryCall) {
        switch call {
        case .query: status = mysql_real_query(handle, text.baseAddress, UInt(text.count))
        case .storeResult: result = mysql_store_result(handle)
        case .nextResult: status = mysql_next_result(handle)
        case .prepare: status = mysql_stmt_prepare(statement, text.baseAddress, UInt(text.count))
        case .execute: status = mysql_stmt_execute(statement)
        case .storeRows: status = mysql_stmt_store_result(statement)
        case .nextRows: status = mysql_stmt_next_result(statement)
        case .fetch: status = mysql_stmt_fetch(statement)
        case .closeStatement: status = Int32(mysql_stmt_close(statement))
        case .ping: status = mysql_ping(handle)
        case .resetConnection: status = mysql_reset_connection(handle)
        case .setOption: status = mysql_set_server_option(handle, MYSQL_OPTION_MULTI_STATEMENTS_OFF)
        }
    }

    /// Keeps the result of a call that returns a `my_bool`.
    private mutating func ended(_ waitsFor: Int32) -> Int32 {
        status = Int32(flag)
        return waitsFor
    }
}
