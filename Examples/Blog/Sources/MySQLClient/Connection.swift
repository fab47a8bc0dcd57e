import CMySQLClient

/// A connection.
///
/// Every call blocks, so ``Database`` uses a separate thread.
package final class Connection {
    private let handle: UnsafeMutablePointer<MYSQL>

    init(to settings: Database.Settings) throws {
        handle = mysql_init(nil)
        mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4")
        let opened = mysql_real_connect(
            handle,
            settings.host,
            settings.user,
            settings.password,
            settings.name,
            UInt32(settings.port),
            settings.socket,
            UInt(CLIENT_FOUND_ROWS)
        )
        if opened == nil {
            let error = DatabaseError(mysql_errno(handle), mysql_error(handle))
            mysql_close(handle)
            throw error
        }
    }

    deinit {
        mysql_close(handle)
    }

    /// Runs one statement.
    ///
    /// - Returns: The rows, empty if the statement has none.
    @discardableResult
    package func query(_ sql: SQL) throws -> [Row] {
        guard let statement = mysql_stmt_init(handle) else { throw DatabaseError(CR_OUT_OF_MEMORY, "no memory") }
        defer { mysql_stmt_close(statement) }
        func check(_ failed: Bool) throws {
            if failed { throw DatabaseError(mysql_stmt_errno(statement), mysql_stmt_error(statement)) }
        }

        try check(mysql_stmt_prepare(statement, sql.text, UInt(sql.text.utf8.count)) != 0)
        let parameters = Buffers(sql.values)
        // The library uses their addresses until the statement has run.
        defer { withExtendedLifetime(parameters) {} }
        try check(mysql_stmt_bind_param(statement, parameters.binds.baseAddress) != 0)
        var measures: my_bool = 1
        mysql_stmt_attr_set(statement, STMT_ATTR_UPDATE_MAX_LENGTH, &measures)
        try check(mysql_stmt_execute(statement) != 0)
        guard let metadata = mysql_stmt_result_metadata(statement) else { return [] }
        defer { mysql_free_result(metadata) }

        try check(mysql_stmt_store_result(statement) != 0)
        let fields = UnsafeBufferPointer(start: mysql_fetch_fields(metadata), count: Int(mysql_num_fields(metadata)))
        let names = fields.map { String(cString: $0.name) }
        let values = Buffers(sizes: fields.map { Int($0.max_length) })
        defer { withExtendedLifetime(values) {} }
        try check(mysql_stmt_bind_result(statement, values.binds.baseAddress) != 0)
        var rows: [Row] = []
        while true {
            let state = mysql_stmt_fetch(statement)
            try check(state == 1)
            if state == MYSQL_NO_DATA { return rows }
            rows.append(Row(zip(names, values.texts)))
        }
    }

    /// The number that the server assigned to the row of the last INSERT.
    package var lastInsertID: UInt64 { mysql_insert_id(handle) }

    func begin() throws {
        if mysql_autocommit(handle, 0) != 0 { throw DatabaseError(mysql_errno(handle), mysql_error(handle)) }
    }

    func commit() throws {
        if mysql_commit(handle) != 0 { throw DatabaseError(mysql_errno(handle), mysql_error(handle)) }
        mysql_autocommit(handle, 1)
    }

    /// Rolls back. Ignores errors, because a lost connection has already rolled back.
    func rollBack() {
        mysql_rollback(handle)
        mysql_autocommit(handle, 1)
    }
}

/// The memory from which the client library reads parameters, or to which it writes a row.
private final class Buffers {
    let binds: UnsafeMutableBufferPointer<MYSQL_BIND>
    private let lengths: UnsafeMutableBufferPointer<UInt>
    private let nulls: UnsafeMutableBufferPointer<my_bool>

    init(sizes: [Int]) {
        binds = .allocate(capacity: sizes.count)
        lengths = .allocate(capacity: sizes.count)
        nulls = .allocate(capacity: sizes.count)
        lengths.initialize(repeating: 0)
        nulls.initialize(repeating: 0)
        for (index, size) in sizes.enumerated() {
            var bind = MYSQL_BIND()
            bind.buffer_type = MYSQL_TYPE_STRING
            bind.buffer = .allocate(byteCount: max(size, 1), alignment: 8)
            bind.buffer_length = UInt(size)
            bind.length = lengths.baseAddress?.advanced(by: index)
            bind.is_null = nulls.baseAddress?.advanced(by: index)
            binds.initializeElement(at: index, to: bind)
        }
    }

    convenience init(_ values: [SQL.Value]) {
        let contents: [[UInt8]] = values.map { value in
            switch value {
            case .null: []
            case .integer(let number): withUnsafeBytes(of: number, Array.init)
            case .text(let text): Array(text.utf8)
            }
        }
        self.init(sizes: contents.map(\.count))
        for (index, content) in contents.enumerated() {
            binds[index].buffer.copyMemory(from: content, byteCount: content.count)
            lengths[index] = UInt(content.count)
            switch values[index] {
            case .null: nulls[index] = 1
            case .integer: binds[index].buffer_type = MYSQL_TYPE_LONGLONG
            case .text: break
            }
        }
    }

    var texts: [String?] {
        binds.indices.map { index in
            guard nulls[index] == 0 else { return nil }
            return String(
                decoding: UnsafeRawBufferPointer(start: binds[index].buffer, count: Int(lengths[index])),
                as: UTF8.self
            )
        }
    }

    deinit {
        for bind in binds { bind.buffer.deallocate() }
        binds.deallocate()
        lengths.deallocate()
        nulls.deallocate()
    }
}
