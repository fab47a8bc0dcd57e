internal import SchemaModel

/// A rename that a person asked for and that cannot be done.
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
