internal import CMariaDB
internal import SQLStatements
package import ServerPort

extension Connection: QueryExecutor {
    @discardableResult
    package func execute(_ statement: String) throws -> StatementResult {
        var first: StatementResult?
        // A CALL gives the result sets of the procedure and then its own result. The caller wants the first.
        try run([statement][...], firstIndex: nil) { if $0 == 0 { first = $1 } }
        if StatementPacking.changesSQLMode(statement) { try readSession() }
        return first ?? StatementResult()
    }

    @discardableResult
    package func execute(all statements: [String]) throws -> [StatementResult] {
        var results: [StatementResult] = []
        results.reserveCapacity(statements.count)
        try execute(all: statements) { results.append($1) }
        // A statement that is only a comment has no result. Here each statement must have one.
        guard results.count == statements.count else {
            throw ServerError(
                code: .malformedPacket,
                sqlState: "HY000",
                message: "the server sent \(results.count) results for \(statements.count) statements",
                statement: statements[results.count],
                failedIndex: results.count
            )
        }
        return results
    }

    package func execute(all statements: [String], receive: (Int, StatementResult) -> Void) throws {
        try execute(all: statements, keepsRows: { _ in true }, receive: receive)
    }

    package func execute(
        all statements: [String],
        keepsRows: @escaping (Int) -> Bool,
        receive: (Int, StatementResult) -> Void
    ) throws {
        for trip in StatementPacking.roundTrips(of: statements, maximumPacketSize: maximumPacketSize) {
            // A CALL may give more results than the round trip has statements.
            let keeps = { $0 < trip.count && keepsRows(trip.lowerBound + $0) }
            try run(statements[trip], firstIndex: trip.lowerBound, keepsRows: keeps) { place, result in
                if place < trip.count { receive(trip.lowerBound + place, result) }
            }
        }
        if statements.contains(where: StatementPacking.changesSQLMode) { try readSession() }
    }

    /// Makes the server accept only one statement at a time and refuse (1064) a text that it reads as several.
    /// Afterwards, several statements can no longer share a round trip.
    ///
    /// - Throws: `ServerError`.
    package func refuseSeveralStatements() throws {
        guard let handle else { throw closed() }
        if mysql_set_server_option(handle, MYSQL_OPTION_MULTI_STATEMENTS_OFF) != 0 { throw ServerError(lastOf: handle) }
    }

    /// Makes one round trip. If a privilege is missing, adds the account to the error.
    private func run(
        _ statements: ArraySlice<String>,
        firstIndex: Int?,
        keepsRows: (Int) -> Bool = { _ in true },
        receive: (Int, StatementResult) -> Void
    ) throws {
        do {
            try send(statements, firstIndex: firstIndex, keepsRows: keepsRows, receive: receive)
        } catch var error as ServerError where Set.privilegeDenied.contains(error.code) {
            // If this fails too, the privilege's error is reported without the account.
            var row: RowSet.Row?
            try? send(["SELECT CURRENT_USER(), DATABASE()"], firstIndex: nil) { row = $1.rows.first }
            guard let row else { throw error }
            // A user name may contain an @, a host may not.
            if let name = row[0], let at = name.lastIndex(of: "@") {
                error.account = [name[..<at], name[name.index(after: at)...]]
                    .map { dialect.quotedLiteral(String($0)) }.joined(separator: "@")
            }
            error.database = row[1]
            throw error
        }
    }

    /// Makes one round trip. The results arrive in order, up to the first failed statement.
    ///
    /// - Parameters:
    ///   - firstIndex: The index of the first statement among those that are executed together; nil for a single one.
    ///   - keepsRows: Whether the rows of a result are kept, or only counted.
    private func send(
        _ statements: ArraySlice<String>,
        firstIndex: Int?,
        keepsRows: (Int) -> Bool = { _ in true },
        receive: (Int, StatementResult) -> Void
    ) throws {
        guard let handle else { throw closed(statement: statements.first, failedIndex: firstIndex) }
        var count = 0
        func failure() -> ServerError {
            let place = min(count, statements.count - 1)
            let statement = statements[statements.startIndex + place]
            var error = ServerError(lastOf: handle, statement: statement, failedIndex: firstIndex.map { $0 + place })
            if place + 1 < statements.count {
                error.message = StatementPacking.withoutWhatFollows(error.message, statement)
            }
            let secrets = StatementSecrets(statement)
            error.statement = secrets.maskedStatement
            error.message = secrets.masking(error.message)
            return error
        }
        var text = StatementPacking.joined(statements)
        let status = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { mysql_real_query(handle, $0.baseAddress, UInt($0.count)) }
        }
        guard status == 0 else { throw failure() }
        while true {
            guard let result = handle.takeResult(keepsRows: keepsRows(count)) else { throw failure() }
            receive(count, result)
            count += 1
            switch mysql_next_result(handle) {
            case 0: continue
            // The library (Connector/C 3.3) also says "no more results" when it loses the connection within the columns
            // of one.
            case -1 where mysql_errno(handle) == 0: return
            default: throw failure()
            }
        }
    }
}

extension Connection {
    func closed(statement: String? = nil, failedIndex: Int? = nil) -> ServerError {
        ServerError(
            code: .serverGone,
            sqlState: "08S01",
            message: "the connection is closed",
            statement: statement,
            failedIndex: failedIndex
        )
    }
}

extension UnsafeMutablePointer<MYSQL> {
    /// Reads the current result to its end; nil if the server sent an error instead.
    fileprivate func takeResult(keepsRows: Bool) -> StatementResult? {
        guard let result = mysql_use_result(self) else {
            guard mysql_errno(self) == 0 else { return nil }
            return StatementResult(
                affectedRows: mysql_affected_rows(self),
                warningCount: Int(mysql_warning_count(self))
            )
        }
        defer { mysql_free_result(result) }
        let fields = UnsafeBufferPointer(start: mysql_fetch_fields(result), count: Int(mysql_num_fields(result)))
        var rows = RowSet(columnNames: fields.map { $0.name.map { String(cString: $0) } ?? "" })
        var count: UInt64 = 0
        while let row = mysql_fetch_row(result), let lengths = mysql_fetch_lengths(result) {
            count += 1
            guard keepsRows else { continue }
            for column in fields.indices {
                rows.append(cell: row[column].map { UnsafeBufferPointer(cell: $0, count: Int(lengths[column])) })
            }
        }
        guard mysql_errno(self) == 0 else { return nil }
        return StatementResult(
            rows: rows,
            affectedRows: count,
            warningCount: Int(mysql_warning_count(self))
        )
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// A cell in the library's network buffer, read without a copy.
    fileprivate init(cell: UnsafeMutablePointer<CChar>, count: Int) {
        self.init(start: UnsafeRawPointer(cell).assumingMemoryBound(to: UInt8.self), count: count)
    }
}
