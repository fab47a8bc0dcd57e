internal import ConnectionPool
internal import DatabaseDriver
public import SwiftMig
public import SwiftMigQueries

/// The rows of a query, read in batches while they are used. Memory is needed for one batch, however many there are.
///
/// Only one task may read a stream, and once. A stream that is not read to its end is closed when its iterator is
/// released or, in a session, with the transaction.
public struct RowStream<Element>: AsyncSequence {
    typealias Opening = () async throws -> OpenStream
    typealias Reading = (inout RowReader) throws(ValueError) -> Element

    let open: Opening
    let read: Reading

    /// Makes the iterator. The query runs when the first row is asked for.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(open: open, read: read) }

    /// Reads the rows in order.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private var open: Opening?
        private let read: Reading
        private var stream: OpenStream?
        private var batch: ArraySlice<Element> = []

        init(open: @escaping Opening, read: @escaping Reading) {
            self.open = open
            self.read = read
        }

        /// Reads the next row; nil after the last one.
        ///
        /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
        public mutating func next() async throws -> Element? {
            try stream?.requireIntact()
            if let row = batch.popFirst() { return row }
            if let open {
                self.open = nil
                stream = try await open()
            }
            guard let stream else { return nil }
            do {
                if let rows = try await stream.nextBatch(read) {
                    batch = rows[...]
                    return batch.popFirst()
                }
            } catch {
                await stream.close()
                self.stream = nil
                throw error
            }
            await stream.close()
            self.stream = nil
            return nil
        }
    }
}

/// A query whose rows the server has not sent yet. The iterator owns it, so that a stream that is not read to its end
/// is noticed.
final class OpenStream {
    private let cursor: DriverCursor
    private let statement: String
    /// Ends the use of the connection, after the cursor is closed. It runs once.
    private var end: (() async -> Void)?
    /// Whether its session was rolled back.
    var isCutOff = false

    init(_ cursor: DriverCursor, of sql: SQL, end: @escaping () async -> Void) {
        self.cursor = cursor
        self.end = end
        statement = sql.text
    }

    func requireIntact() throws {
        if isCutOff { throw DatabaseError.endedByRollback("the stream of \(statement)") }
    }

    /// - Returns: nil after the last row.
    func nextBatch<Row>(_ read: (inout RowReader) throws(ValueError) -> Row) async throws -> [Row]? {
        do {
            guard try await cursor.fetch() else { return nil }
        } catch {
            throw DatabaseError.ofDriver(error)
        }
        var rows: [Row] = []
        do {
            try cursor.forEachRow { row throws(ValueError) in rows.append(try read(&row)) }
        } catch {
            throw DatabaseError.decoding(error)
        }
        return rows
    }

    func close() async {
        guard let end else { return }
        self.end = nil
        await end()
    }
}

extension Session {
    /// Reads the rows of a query as values or tuples of values, in batches.
    ///
    /// No other statement of the session may run until the stream has ended:
    /// ``DatabaseError/streamIsOpen(statement:)``.
    ///
    /// - Parameters:
    ///   - batch: How many rows the server sends at once.
    ///   - timeout: How long the server may take for each batch; nil for the pool's `statementTimeout`.
    public func stream<each Value: ColumnValue>(
        _ sql: SQL,
        as _: (repeat each Value).Type,
        batch: Int = 500,
        timeout: Duration? = nil
    ) -> RowStream<(repeat each Value)> {
        stream(sql, batch, timeout) { row throws(ValueError) in (repeat try row.next((each Value).self)) }
    }

    /// Reads the rows of a query as structures, in batches.
    ///
    /// No other statement of the session may run until the stream has ended:
    /// ``DatabaseError/streamIsOpen(statement:)``.
    ///
    /// - Parameters:
    ///   - batch: How many rows the server sends at once.
    ///   - timeout: How long the server may take for each batch; nil for the pool's `statementTimeout`.
    public func stream<Row: RowDecodable>(
        _ sql: SQL,
        as _: Row.Type = Row.self,
        batch: Int = 500,
        timeout: Duration? = nil
    ) -> RowStream<Row> {
        stream(sql, batch, timeout) { row throws(ValueError) in try Row(row: &row) }
    }

    private func stream<Row>(
        _ sql: SQL,
        _ batch: Int,
        _ timeout: Duration?,
        _ read: @escaping RowStream<Row>.Reading
    ) -> RowStream<Row> {
        RowStream(open: { try await self.openStream({ _ in sql }, batch: batch, timeout: timeout) }, read: read)
    }
}

extension Engine {
    /// Reads the rows of a query as values or tuples of values, in batches, on a connection of its own.
    ///
    /// - Parameters:
    ///   - batch: How many rows the server sends at once.
    ///   - timeout: How long the server may take for each batch; nil for the pool's `statementTimeout`.
    public func stream<each Value: ColumnValue>(
        _ sql: SQL,
        as _: (repeat each Value).Type,
        batch: Int = 500,
        timeout: Duration? = nil,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) -> RowStream<(repeat each Value)> {
        stream(sql, batch, timeout, CallSite(fileID: fileID, line: line)) { row throws(ValueError) in
            (repeat try row.next((each Value).self))
        }
    }

    /// Reads the rows of a query as structures, in batches, on a connection of its own.
    ///
    /// - Parameters:
    ///   - batch: How many rows the server sends at once.
    ///   - timeout: How long the server may take for each batch; nil for the pool's `statementTimeout`.
    public func stream<Row: RowDecodable>(
        _ sql: SQL,
        as _: Row.Type = Row.self,
        batch: Int = 500,
        timeout: Duration? = nil,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) -> RowStream<Row> {
        stream(sql, batch, timeout, CallSite(fileID: fileID, line: line)) { row throws(ValueError) in
            try Row(row: &row)
        }
    }

    private func stream<Row>(
        _ sql: SQL,
        _ batch: Int,
        _ timeout: Duration?,
        _ place: CallSite,
        _ read: @escaping RowStream<Row>.Reading
    ) -> RowStream<Row> {
        RowStream(open: { try await self.core.openStream({ _ in sql }, batch, timeout, place) }, read: read)
    }
}

extension EngineCore {
    /// Opens a stream on a connection of its own.
    func openStream(
        _ query: (Dialect) -> SQL,
        _ batch: Int,
        _ timeout: Duration?,
        _ place: CallSite
    ) async throws -> OpenStream {
        let lease = try await take(.statements, place)
        let (cursor, sql): (DriverCursor, SQL)
        do {
            try await enter(.statements, lease.connection)
            sql = query(dialect(of: lease.connection))
            cursor = try await openCursor(sql, batch: batch, on: lease.connection, timeout: timeout)
        } catch {
            await give(back: lease)
            throw error
        }
        let owner = StreamOwner(self, lease, cursor)
        return OpenStream(cursor, of: sql) { await owner.end() }
    }
}

/// The connection of a stream outside of a session.
private final class StreamOwner: @unchecked Sendable {
    private let core: EngineCore
    private var lease: EngineCore.PoolLease?
    private let cursor: DriverCursor

    init(_ core: EngineCore, _ lease: consuming EngineCore.PoolLease, _ cursor: DriverCursor) {
        self.core = core
        self.lease = consume lease
        self.cursor = cursor
    }

    func end() async {
        guard let lease = lease.take() else { return }
        await cursor.close()
        await core.give(back: lease)
    }

    /// The stream was not read to its end, and nobody can read it any more.
    deinit {
        guard let lease = lease.take() else { return }
        let rest = StreamOwner(core, lease, cursor)
        Task.detached { await rest.end() }
    }
}
