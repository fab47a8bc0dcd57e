internal import SchemaModel
internal import SchemaSQL

/// What a storage engine decides for itself, whatever was declared: it is no difference.
struct EngineDecisions {
    let profile: ServerProfile
    let executor: any QueryExecutor

    /// Makes the declared table what its engine makes of it.
    ///
    /// - Returns: what the engine ignores, for a person.
    func settle(_ table: inout Table, live: Table?) throws -> [String] {
        let engine = table.options.engine ?? profile.defaultEngine
        if engine == "Aria", profile.flavor == .mariadb { try settlePageChecksum(of: &table, live: live) }
        guard !Self.hasForeignKeys(engine), !table.foreignKeys.isEmpty else { return [] }
        let ignored = table.foreignKeys.map { "foreign key \($0.name) of \(table.name) (\(engine) has none)" }
        // The index of a key is made all the same (MariaDB 10.11 and 11.8, MySQL 9.7).
        table = ImpliedIndexes.adding(to: table, live: live, flavor: profile.flavor)
        table.foreignKeys = []
        return ignored
    }

    static func hasForeignKeys(_ engine: String) -> Bool { ["InnoDB", "ndbcluster"].contains(engine) }

    /// Aria gives every table one of its own (10.11, 11.8), which stays when the table leaves the engine; a partitioned one
    /// loses it in an ALTER.
    private func settlePageChecksum(of table: inout Table, live: Table?) throws {
        let name = "PAGE_CHECKSUM"
        func own(_ table: Table) -> TableOption? { table.options.others.first { $0.name.uppercased() == name } }
        if own(table) != nil { return }
        if let live, live.options.engine == "Aria" {
            table.options.others += own(live).map { [$0] } ?? []
        } else if let value = try executor.execute("SELECT @@aria_page_checksum").rows.first?[0] {
            table.options.others.append(TableOption(name: name, value: value))
        }
    }
}
