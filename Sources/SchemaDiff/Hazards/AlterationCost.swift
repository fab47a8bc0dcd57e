/// The cost of an ALTER TABLE: how the server runs it, and what other sessions can do meanwhile.
struct AlterationCost: Hashable, Sendable {
    /// Cheapest first. MySQL does not support NOCOPY.
    enum Algorithm: String, CaseIterable, Hashable, Sendable {
        /// Changes only metadata.
        case instant = "INSTANT"
        /// Works in place without rebuilding the table.
        case nocopy = "NOCOPY"
        /// Works in place. MariaDB rebuilds the table, MySQL may rebuild it.
        case inplace = "INPLACE"
        /// The SQL layer copies every row.
        case copy = "COPY"
    }

    /// The weakest lock that suffices.
    enum Lock: String, CaseIterable, Hashable, Sendable {
        case none = "NONE"
        case shared = "SHARED"
        case exclusive = "EXCLUSIVE"
    }

    /// nil if the server could not be asked.
    var algorithm: Algorithm?
    /// nil for INSTANT, which only waits for running statements.
    var lock: Lock?
    /// For a change of partitions, whether rows move between them.
    var movesRows: Bool?

    /// The comment above the statement: `cost: COPY, LOCK=SHARED: the table is copied, writes wait`.
    var comment: String {
        let demands = [algorithm?.rawValue, algorithm == nil ? nil : lock.map { "LOCK=\($0.rawValue)" }]
        let meaning = [work, wait].compactMap { $0 }.joined(separator: ", ")
        let said = demands.compactMap { $0 }.joined(separator: ", ")
        return "cost: " + [said, meaning].filter { !$0.isEmpty }.joined(separator: ": ")
    }

    private var work: String? {
        if let movesRows { return movesRows ? "rows move between partitions" : "no rows move" }
        return switch algorithm {
        case .instant, .nocopy, nil: nil
        case .inplace: "the table may be rebuilt"
        case .copy: "the table is copied"
        }
    }

    private var wait: String? {
        switch lock {
        case .some(.none), nil: nil
        case .shared: "writes wait"
        case .exclusive: "reads and writes wait"
        }
    }

    /// Returns the hazards for a large or busy table.
    func hazards(of table: String) -> [Hazard] {
        var hazards: [Hazard] = []
        if algorithm == .copy, movesRows == nil {
            hazards.append(Hazard(.rebuild, .warning, "table \(table) is copied"))
        }
        switch lock {
        case .shared?: hazards.append(Hazard(.lock, .warning, "writes to table \(table) wait until it is done"))
        case .exclusive?: hazards.append(Hazard(.lock, .warning, "table \(table) is locked until it is done"))
        case .some(.none), nil: break
        }
        return hazards
    }
}
