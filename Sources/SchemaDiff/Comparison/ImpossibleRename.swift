package import DiagnosticModel
internal import SchemaModel

/// A rename requested by `--rename` or `renamed_from` that cannot be done.
package struct ImpossibleRename: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The database does not have this table or column. `known` lists those that it has.
        case oldNameAbsent(known: [String])
        /// The models do not declare this table or column. `known` lists those that they declare.
        case newNameNotDeclared(known: [String])
        /// The database already has a table or column with the new name.
        case newNameTaken
        /// The models still declare the old name.
        case oldNameDeclared
        /// The database has both names, and the table or column with the old name would be dropped with its data.
        /// `renamed_from` cannot mean that.
        case bothNamesThere(location: SourceLocation?)
    }

    package var rename: Rename
    package var reason: Reason
}

extension RenameMap {
    /// Throws an error that explains why this map does not contain the rename, if it does not.
    ///
    /// - Throws: `ImpossibleRename`.
    func require(_ rename: Rename, from before: Schema, to after: Schema) throws(ImpossibleRename) {
        let old: (has: (String) -> Bool, names: [String])
        let new: (has: (String) -> Bool, names: [String])
        if let table = rename.table {
            let before = before.table(named: tables[table] ?? table)
            let after = after.table(named: table)
            old = ({ before?.column(named: $0) != nil }, before?.columns.map(\.name) ?? [])
            new = ({ after?.column(named: $0) != nil }, after?.columns.map(\.name) ?? [])
        } else {
            old = ({ before.table(named: $0) != nil }, before.tables.map(\.name))
            new = ({ after.table(named: $0) != nil }, after.tables.map(\.name))
        }
        func impossible(_ reason: ImpossibleRename.Reason) -> ImpossibleRename {
            ImpossibleRename(rename: rename, reason: reason)
        }
        if !old.has(rename.from) { throw impossible(.oldNameAbsent(known: old.names)) }
        if !new.has(rename.to) { throw impossible(.newNameNotDeclared(known: new.names)) }
        if old.has(rename.to) { throw impossible(.newNameTaken) }
        if new.has(rename.from) { throw impossible(.oldNameDeclared) }
    }
}

extension Schema {
    /// Refuses a `renamed_from` if the new name already exists and the table or column with the old name would be
    /// dropped. If the old name stays, because it is declared again or unmanaged, nothing is lost and the hint is
    /// harmless.
    ///
    /// - Parameters:
    ///   - desired: The schema after the change.
    ///   - declared: The models, which know the location of the hint.
    /// - Throws: `ImpossibleRename`.
    func refuseLosses(
        of hints: [Rename],
        toward desired: Schema,
        declared: Schema,
        renames: RenameMap
    ) throws(ImpossibleRename) {
        for hint in hints {
            let isLost: Bool
            let origin: Origin?
            if let table = hint.table {
                guard let before = self.table(named: renames.tables[table] ?? table),
                    let after = desired.table(named: table), let old = before.columnIndex(named: hint.from),
                    let new = before.columnIndex(named: hint.to)
                else { continue }
                isLost = old != new && after.column(named: hint.from) == nil
                origin = declared.table(named: table)?.column(named: hint.to)?.origin
            } else {
                guard self.table(named: hint.from) != nil, self.table(named: hint.to) != nil else { continue }
                isLost = desired.table(named: hint.from) == nil
                origin = declared.table(named: hint.to)?.origin
            }
            if isLost { throw ImpossibleRename(rename: hint, reason: .bothNamesThere(location: origin?.location)) }
        }
    }
}
