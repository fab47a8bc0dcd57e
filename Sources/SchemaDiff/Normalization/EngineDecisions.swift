internal import SchemaModel
internal import ServerPort

/// Properties that a storage engine decides whatever is declared. They do not count as differences.
struct EngineDecisions {
    let profile: ServerProfile
    let executor: any QueryExecutor

    /// Changes the declared table to what its engine makes of it.
    ///
    /// - Returns: The declarations that the engine ignores, for the user.
    func settle(_ table: inout Table, live: Table?) throws -> [String] {
        let engine = table.options.engine ?? profile.defaultEngine
        if engine == "Aria", profile.flavor == .mariadb { try settlePageChecksum(of: &table, live: live) }
        guard !Self.hasForeignKeys(engine), !table.foreignKeys.isEmpty else { return [] }
        let ignored = table.foreignKeys.map { "foreign key \($0.name) of \(table.name) (\(engine) has none)" }
        // The server still creates the index of a key (MariaDB 10.11 and 11.8, MySQL 9.7).
        table = ImpliedIndexes.adding(to: table, live: live, flavor: profile.flavor)
        table.foreignKeys = []
        return ignored
    }

    static func hasForeignKeys(_ engine: String) -> Bool { ["InnoDB", "ndbcluster"].contains(engine) }

    /// Aria gives every table this option (10.11, 11.8). A table keeps it when it leaves the engine, but a partitioned
    /// table loses it in an ALTER.
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
