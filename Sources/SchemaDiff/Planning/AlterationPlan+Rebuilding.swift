internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// Columns that do not change in the main ALTER alone: they are renamed in advance, rebuilt, or copied.
extension AlterationPlan {
    /// MySQL refuses to rename a column that a check (error 3959) or a functional index (3837) uses.
    func findNamesGoingInAdvance() -> Set<String> {
        guard profile.flavor == .mysql else { return [] }
        return Set(
            alteration.changes.compactMap { change in
                guard isRenameInAdvance(change), case .renameColumn(let from, _) = change else { return nil }
                return from.lowercased()
            }
        )
    }

    /// The server renames a column of a foreign key only in place (error 1846), so the ALTER that may copy the table
    /// does not contain the rename. A rebuilt column gets its final name first.
    func isRenameInAdvance(_ change: TableChange) -> Bool {
        guard case .renameColumn(_, let to) = change else { return false }
        let name = to.name.lowercased()
        if rowTimes.contains(name) { return false }
        if rebuiltColumns.contains(name) { return true }
        // If a generated column reads it, MySQL must rename it in the main ALTER. Its foreign keys are already dropped.
        let isFree = profile.flavor == .mysql && renamesReadByGenerated.contains(name)
        return keyedColumns.contains(name) && !isFree
    }

    /// Recreates the columns, and drops and adds the unchanged keys over them.
    var rebuildingClauses: [AlterClause] {
        let affected = rebuiltColumns.union(shortenedKeyColumns)
        let indexes = alteration.after.indexes.filter { uses(affected, $0) && alteration.before.indexes.contains($0) }
        var clauses = indexes.flatMap { dropping($0) }
        if let key = shortenedPrimaryKey { clauses += [AlterClause(.dropKey, "DROP PRIMARY KEY"), adding(key)] }
        clauses += indexes.map { adding($0) }
        let columns = rebuiltColumns.subtracting(rowTimes)
        for column in alteration.before.columns where columns.contains(column.name.lowercased()) {
            clauses.append(AlterClause(.dropColumn, "DROP COLUMN \(quoted(column.name))"))
        }
        return clauses
    }

    /// A column cannot change in place between virtual and anything else (MariaDB error 1907, MySQL 3106), nor between
    /// types without a conversion. One ALTER drops and adds it, either computed or with a copy of its values if there
    /// is one.
    func findRebuiltColumns() -> Set<String> {
        Set(
            alteration.changes.compactMap { change in
                guard case .changeColumn(let before, let after) = change else { return nil }
                if !before.type.converts(to: after.type) { return after.name.lowercased() }
                if before.generated == after.generated { return nil }
                let wasVirtual = before.generated.map { !$0.isStored } ?? false
                let isVirtual = after.generated.map { !$0.isStored } ?? false
                let becomesGenerated = before.generated == nil && isVirtual
                return wasVirtual != isVirtual || becomesGenerated ? after.name.lowercased() : nil
            }
        )
        .union(copiedColumns.map { $0.after.name.lowercased() })
        .union(rowTimes.filter { alteration.after.column(named: $0)?.rowTime != nil })
    }

    /// A change in place would lose the values of a virtual column that becomes an ordinary one, and of an address that
    /// becomes another kind. MariaDB before 11.3 refuses both directions (error 4078). Later versions cannot turn the
    /// INET6 that they made from an INET4 back (error 1292, 11.8).
    func findCopiedColumns() -> [(before: Column, after: Column)] {
        alteration.changes.compactMap { change in
            guard case .changeColumn(let before, let after) = change, after.generated == nil else { return nil }
            let isAddress =
                switch (before.type, after.type) {
                case (.inet4, .inet6): profile.version < ServerProfile.Version(11, 3)
                case (.inet6, .inet4): true
                default: false
                }
            let isVirtual = before.generated.map { !$0.isStored } ?? false
            // History rows would keep a NULL.
            let holdsNull = after.isNullable || alteration.before.systemVersioning == nil
            let isKept = isVirtual && holdsNull && !TypeNarrowing.isOtherKind(before.type, after.type)
            return isKept || isAddress ? (before, after) : nil
        }
    }

    /// Otherwise ON UPDATE would set the time of the migration.
    func keepingTimes(_ columns: [Column]) -> String {
        columns.filter { $0.onUpdate != nil }.map { ", \(quoted($0.name)) = \(quoted($0.name))" }.joined()
    }

    func isRenamed(_ column: Column) -> Bool {
        alteration.changes.contains { change in
            if case .renameColumn(_, let to) = change { to.name == column.name } else { false }
        }
    }

    func copyName(_ column: Column) -> String { "swiftmig_" + column.name.prefix(50) }

    /// Copies the values of these columns to temporary columns of the new type.
    var copying: [Statement] {
        copiedColumns.flatMap { before, after in
            let copy = Column(
                name: copyName(after),
                type: after.type,
                isNullable: true,
                charset: after.charset,
                collation: after.collation
            )
            let old = quoted(after.name)
            let value =
                switch (before.type, after.type) {
                // INET6 stores an IPv4 address as ::ffff:1.2.3.4.
                case (.inet4, .inet6): "CONCAT('::ffff:', \(old))"
                case (.inet6, .inet4): "REPLACE(\(old), '::ffff:', '')"
                default: old
                }
            let table = quoted(alteration.after.name)
            let place = "column \(alteration.after.name).\(after.name)"
            return [
                Statement(
                    clauses: ["ADD COLUMN " + renderer.columnDefinition(copy, in: alteration.after)],
                    remarks: ["\(place) is recreated: \(copy.name) takes its values here and its place below"]
                ),
                Statement(
                    update: "UPDATE \(table) SET \(quoted(copy.name)) = \(value)"
                        + keepingTimes(alteration.before.columns.filter { !isRenamed($0) }),
                    remarks: ["copy the values of \(place)"]
                ),
            ]
        }
    }
}
