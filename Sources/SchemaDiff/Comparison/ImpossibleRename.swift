package import SchemaModel

/// A rename that a person asked for, by `--rename` or `renamed_from`, and that cannot be done.
package struct ImpossibleRename: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The database has no such table or column; with those that it has.
        case oldNameAbsent(known: [String])
        /// The models declare no such table or column; with those that they have.
        case newNameNotDeclared(known: [String])
        /// The database has one of the new name already.
        case newNameTaken
        /// The models go on to declare the old name.
        case oldNameDeclared
        /// The database has both names, and what has the old one would go with its data: `renamed_from` cannot mean that.
        case bothNamesThere(location: SourceLocation?)
    }

    package var rename: Rename
    package var reason: Reason
}

extension RenameMap {
    /// Why a rename is not among these.
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
    /// Refuses `renamed_from` where the new name is taken and what has the old one would be dropped. An old name that stays,
    /// because it is declared again or belongs to somebody else, loses nothing: there the hint is harmless.
    ///
    /// - Parameters:
    ///   - desired: this schema as it will be.
    ///   - declared: the models, which know where the hint stands.
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
