/// What an ALTER TABLE costs: how the server does it, and what others can do meanwhile.
struct AlterationCost: Hashable, Sendable {
    /// Cheapest first. MySQL knows no NOCOPY.
    enum Algorithm: String, CaseIterable, Hashable, Sendable {
        /// Metadata only.
        case instant = "INSTANT"
        /// In place, and the table's own rows are not rebuilt.
        case nocopy = "NOCOPY"
        /// In place; MariaDB rebuilds the table, MySQL may.
        case inplace = "INPLACE"
        /// Every row is written anew by the SQL layer.
        case copy = "COPY"
    }

    /// The least that has to be locked.
    enum Lock: String, CaseIterable, Hashable, Sendable {
        case none = "NONE"
        case shared = "SHARED"
        case exclusive = "EXCLUSIVE"
    }

    /// Nil where the server could not be asked.
    var algorithm: Algorithm?
    /// Nil for INSTANT, which waits for running statements only.
    var lock: Lock?
    /// For a step from some partitions to others: whether rows go from one to another.
    var movesRows: Bool?

    /// As it stands above the statement: `cost: COPY, LOCK=SHARED: the table is copied, writes wait`.
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

    /// The risks in it for a big or busy table.
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
