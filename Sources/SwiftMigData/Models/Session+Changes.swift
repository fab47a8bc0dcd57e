internal import ConnectionPool
public import SwiftMig
internal import SwiftMigQueries

extension Session {
    /// Inserts a row at the next flush.
    ///
    /// Rows of the same model that are added one after the other become one statement. Use
    /// ``insert(_:fileID:line:)-(New,_,_)`` if you need the row as the server has it, for example its number.
    public func add<New: NewRow>(_ row: New, fileID: StaticString = #fileID, line: UInt = #line) {
        add([row], fileID: fileID, line: line)
    }

    /// Inserts rows at the next flush.
    public func add<New: NewRow>(_ rows: [New], fileID: StaticString = #fileID, line: UInt = #line) {
        if rows.isEmpty { return }
        forget(rows)
        changes.append(Insertion(rows, origin: Origin("add", fileID, line)))
    }

    /// Writes the changes of a row at the next flush.
    ///
    /// The UPDATE names the columns whose values differ from those that this session has last read or written in the
    /// transaction. If there are none, nothing is sent. If the session has not read the row, all columns but the key
    /// are written: two programs that do so overwrite each other's changes, which a version column prevents.
    ///
    /// ```swift
    /// guard var user = try await session.get(User.self, 1) else { return }
    /// user.age = 31
    /// session.save(user)    // UPDATE users SET age = ? WHERE id = ?
    /// ```
    ///
    /// The flush throws ``DatabaseError/staleRow(table:key:origin:)`` if the row no longer exists or, in a table with a
    /// version column, if somebody else has changed it.
    ///
    /// - Returns: The row with its next version, if a column counts versions.
    @discardableResult
    public func save<Model: RowModel>(
        _ row: Model,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) -> Model {
        save(row, Origin("save", fileID, line))
    }

    /// Changes a row, and writes its changes at the next flush as ``save(_:fileID:line:)`` does.
    ///
    /// ```swift
    /// session.update(user) { $0.age = 31 }
    /// ```
    ///
    /// - Returns: The changed row.
    @discardableResult
    public func update<Model: RowModel>(
        _ row: Model,
        fileID: StaticString = #fileID,
        line: UInt = #line,
        _ change: (inout Model) throws -> Void
    ) rethrows -> Model {
        var changed = row
        try change(&changed)
        return save(changed, Origin("update", fileID, line))
    }

    /// Deletes a row at the next flush.
    ///
    /// What happens to rows that refer to it is up to the foreign keys of the database. The flush throws
    /// ``DatabaseError/staleRow(table:key:origin:)`` if the row no longer exists or, in a table with a version column,
    /// if somebody else has changed it.
    public func delete<Model: RowModel>(_ row: Model, fileID: StaticString = #fileID, line: UInt = #line) {
        let table = ModelTable(Model.self)
        let values = row.rowValues
        let key = table.key(of: values)
        let before = snapshots.row(key, of: table)
        let origin = Origin("delete", fileID, line)
        if refuses(table, key, before, origin) { return }
        let deletion = RowDeletion(
            table: table,
            key: key,
            version: currentVersion(table, values, before),
            origin: origin
        )
        changes.append(.delete(deletion))
        snapshots.set(.deleted, key, of: table)
    }

    // MARK: Updates

    private func save<Model: RowModel>(_ row: Model, _ origin: Origin) -> Model {
        let isChanged = queueUpdate(ModelTable(Model.self), row.rowValues, origin)
        guard isChanged else { return row }
        var saved = row
        saved.countChange()
        return saved
    }

    /// - Returns: Whether there is anything to write.
    private func queueUpdate(_ table: ModelTable, _ values: [SQLValue], _ origin: Origin) -> Bool {
        let key = table.key(of: values)
        var before = snapshots.row(key, of: table)
        if refuses(table, key, before, origin) { return false }
        // A row that is saved twice in a row is written once.
        if let earlier = changes.takeBackUpdate(of: key, in: table) { before = earlier.before }
        let places = table.writablePlaces.filter { place in
            guard case .known(let snapshot) = before else { return true }
            return snapshot.values[place] != values[place]
        }
        guard !places.isEmpty else {
            if let before { snapshots.set(before, key, of: table) }
            return false
        }
        let version = currentVersion(table, values, before)
        let update = RowUpdate(
            table: table,
            key: key,
            before: before,
            values: places.map { ($0, values[$0]) },
            version: version,
            origin: origin
        )
        changes.append(.update(update))
        var after = Snapshots.Snapshot(values: values, firstVersion: version)
        if case .known(let snapshot) = before { after.firstVersion = snapshot.firstVersion }
        if let place = table.layout.version, let version { after.values[place] = version.next }
        snapshots.set(.known(after), key, of: table)
        return true
    }

    /// Queues an error instead of a change that cannot be made.
    private func refuses(
        _ table: ModelTable,
        _ key: RowKey,
        _ before: Snapshots.Row?,
        _ origin: Origin
    ) -> Bool {
        if key.values.isEmpty {
            changes.append(.refused(.notSupported(table.hasNoKey(origin))))
            return true
        }
        guard case .deleted = before else { return false }
        changes.append(.refused(.deletedRow(table: table.name, key: key.values, origin: "\(origin)")))
        return true
    }

    /// The version that the row must have in the database: that of the model, or the one that this session has itself
    /// written since. nil if no column counts versions.
    private func currentVersion(
        _ table: ModelTable,
        _ values: [SQLValue],
        _ before: Snapshots.Row?
    ) -> SQLValue? {
        guard let place = table.layout.version else { return nil }
        let version = values[place]
        guard case .known(let snapshot) = before, let first = snapshot.firstVersion?.number,
            let number = version.number, let last = snapshot.values[place].number
        else { return version }
        return first <= number && number <= last ? snapshot.values[place] : version
    }

    /// Forgets rows that were deleted, so that they may be inserted again.
    func forget<New: NewRow>(_ rows: [New]) {
        let table = ModelTable(New.Model.self)
        for row in rows {
            let values = row.newValues
            let key = table.layout.primaryKey.compactMap { values[$0] }
            if !key.isEmpty, key.count == table.layout.primaryKey.count {
                snapshots.forget(RowKey(values: key), of: table)
            }
        }
    }
}

extension SQLValue {
    /// A version as a number.
    fileprivate var number: Int64? {
        switch self {
        case .int(let number): number
        case .uint(let number): Int64(exactly: number)
        default: nil
        }
    }

    /// The version after this one.
    fileprivate var next: SQLValue {
        switch self {
        case .int(let number): .int(number &+ 1)
        case .uint(let number): .uint(number &+ 1)
        default: self
        }
    }
}

extension Origin {
    init(_ function: String, _ fileID: StaticString, _ line: UInt) {
        self.init(function: function, place: CallSite(fileID: fileID, line: line))
    }
}
