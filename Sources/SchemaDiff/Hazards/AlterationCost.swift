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

    var algorithm: Algorithm
    /// Nil for INSTANT, which waits for running statements only.
    var lock: Lock?

    /// As it stands above the statement: `cost: COPY, LOCK=SHARED: the table is copied, writes wait`.
    var comment: String {
        guard let lock else { return "cost: \(algorithm.rawValue)" }
        let work =
            switch algorithm {
            case .instant, .nocopy: nil as String?
            case .inplace: "the table may be rebuilt"
            case .copy: "the table is copied"
            }
        let wait =
            switch lock {
            case .none: nil as String?
            case .shared: "writes wait"
            case .exclusive: "reads and writes wait"
            }
        let meaning = [work, wait].compactMap { $0 }.joined(separator: ", ")
        return "cost: \(algorithm.rawValue), LOCK=\(lock.rawValue)" + (meaning.isEmpty ? "" : ": \(meaning)")
    }

    /// The risks in it for a big or busy table.
    func hazards(of table: String) -> [Hazard] {
        var hazards: [Hazard] = []
        if algorithm == .copy { hazards.append(Hazard(.rebuild, .warning, "table \(table) is copied")) }
        switch lock {
        case .shared?: hazards.append(Hazard(.lock, .warning, "writes to table \(table) wait until it is done"))
        case .exclusive?: hazards.append(Hazard(.lock, .warning, "table \(table) is locked until it is done"))
        case .some(.none), nil: break
        }
        return hazards
    }
}
