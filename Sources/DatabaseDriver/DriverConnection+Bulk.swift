internal import CMariaDB
internal import ServerPort
package import SwiftMig

/// What many executions of a statement have done.
package struct ManyResult: Sendable, Hashable {
    /// The rows that were changed, or found to need no change, by all executions together.
    package var affectedRows: UInt64 = 0
    package var warningCount = 0

    package init() {}

    fileprivate mutating func add(_ result: borrowing DriverResult) {
        affectedRows += result.affectedRows
        warningCount += result.warningCount
    }

    package static func += (left: inout ManyResult, right: ManyResult) {
        left.affectedRows += right.affectedRows
        left.warningCount += right.warningCount
    }
}

/// Why one of many executions failed.
package struct ManyFailure: Error, Sendable {
    package let error: DriverError
    /// The index of the values that failed; nil if the server does not tell, or none is to blame.
    package let row: Int?
}

extension ManyFailure {
    /// Whether the statement cannot be prepared, or not for many executions.
    fileprivate var isOfPreparing: Bool {
        if case .server(let error) = error { Set.notPreparable.contains(error.code) } else { false }
    }
}

extension DriverConnection {
    /// The most bytes of values that are sent at once, so that a cancellation or an error need not wait for more.
    private static let mostBytes = 4 << 20

    /// Runs a statement once for each row of values, in order.
    ///
    /// MariaDB takes the values of many executions at once (`COM_STMT_BULK_EXECUTE`). Elsewhere, and for a statement
    /// that it does not take so, each execution costs a round trip.
    ///
    /// After an error, the rows before the one that failed may have taken effect, unless the transaction is rolled
    /// back.
    ///
    /// - Parameters:
    ///   - timeout: How long the server may take for what is sent at once; nil for as long as it takes.
    ///   - read: Reads what `RETURNING` returns, in the order of the rows.
    package func executeMany(
        _ text: String,
        _ rows: [[SQLValue]],
        timeout: Duration? = nil,
        read: (borrowing DriverResult) throws(ValueError) -> Void = { _ in }
    ) async throws(ManyFailure) -> ManyResult {
        var total = ManyResult()
        var takesMany = options.statements == .prepared && acceptsBulk && rows.count > 1
        let way =
            takesMany ? FailedRowSearch(text, dialect, isInTransaction: isInTransaction || !isAutocommitting) : .none
        var start = 0
        while start < rows.count {
            // The rest of the packet are a header, and two bytes for the type of each value.
            let limit = takesMany ? min(maximumPacketSize - 16 - 2 * rows[start].count, Self.mostBytes) : 0
            var run = ValueRun(rows[start...], limit: limit)
            // A savepoint costs what is saved by sending two rows at once.
            if way == .savepoint, run.count == 2 { run = ValueRun(rows[start...], limit: 0) }
            let part = rows[start..<start + run.count]
            let result: DriverResult
            do {
                result =
                    try await part.count == 1
                    ? executeAlone(text, part, timeout) : executeTogether(text, part, run.types, timeout, way)
            } catch  where takesMany && run.count > 1 && error.isOfPreparing {
                // Nothing has run.
                takesMany = false
                continue
            }
            total.add(result)
            do {
                try read(result)
            } catch {
                throw ManyFailure(error: .badValue(error), row: nil)
            }
            start += run.count
        }
        return total
    }

    /// Runs a statement for the only row.
    private func executeAlone(
        _ text: String,
        _ rows: ArraySlice<[SQLValue]>,
        _ timeout: Duration?
    ) async throws(ManyFailure) -> DriverResult {
        do {
            return try await execute(text, rows.first ?? [], timeout: timeout)
        } catch {
            throw ManyFailure(error: error, row: rows.startIndex)
        }
    }

    /// Runs a statement for rows that go together.
    private func executeTogether(
        _ text: String,
        _ rows: ArraySlice<[SQLValue]>,
        _ types: [ParameterType?],
        _ timeout: Duration?,
        _ way: FailedRowSearch
    ) async throws(ManyFailure) -> DriverResult {
        for row in rows.indices {
            do {
                for value in rows[row] { try value.check() }
            } catch {
                throw ManyFailure(error: .badValue(error), row: row)
            }
        }
        do {
            if way == .savepoint { try await executeText("SAVEPOINT \(FailedRowSearch.savepointName)") }
            return try await executeAtOnce(text, rows, types, Limits(timeout: timeout, isInterruptible: true))
        } catch {
            throw ManyFailure(error: error, row: await failedRow(text, rows, timeout, way, after: error))
        }
    }

    private func executeAtOnce(
        _ text: String,
        _ rows: ArraySlice<[SQLValue]>,
        _ types: [ParameterType?],
        _ limits: Limits
    ) async throws(DriverError) -> DriverResult {
        try requireOpen()
        let statement = try await prepared(text, limits)
        do {
            return try await sendAtOnce(statement, rows, types, limits)
        } catch .server(let error) where Set.needsNewPreparation.contains(error.code) && isOpen {
            await discard(statement)
            return try await sendAtOnce(try await prepared(text, limits), rows, types, limits)
        }
    }

    private func sendAtOnce(
        _ statement: PreparedStatement,
        _ rows: ArraySlice<[SQLValue]>,
        _ types: [ParameterType?],
        _ limits: Limits
    ) async throws(DriverError) -> DriverResult {
        guard types.count == statement.valueCount else {
            throw .wrongValueCount(statement: statement.text, expected: statement.valueCount, given: types.count)
        }
        let arrays = ParameterArrays(rows, types)
        setArraySize(of: statement, rows.count)
        mysql_stmt_bind_param(statement.handle, arrays.binds)
        calls.statement = statement.handle
        prepared = statement
        await run(.execute(hasCursor: false), timeout: limits.timeout, isInterruptible: limits.isInterruptible)
        withExtendedLifetime(arrays) {}
        setArraySize(of: statement, 0)
        try await check(statement.text, limits)
        return finishedResult(of: statement)
    }

    private func setArraySize(of statement: PreparedStatement, _ count: Int) {
        var count = UInt32(clamping: count)
        mysql_stmt_attr_set(statement.handle, STMT_ATTR_ARRAY_SIZE, &count)
    }

    /// Whether the server takes many executions at once.
    private var acceptsBulk: Bool {
        var capabilities: UInt = 0
        let isKnown = mariadb_get_info(calls.handle, MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &capabilities)
        // MARIADB_CLIENT_STMT_BULK_OPERATIONS, of which the library keeps the upper 32 bits.
        return isKnown == 0 && capabilities & (1 << (34 - 32)) != 0
    }
}
