/// Follows the session state that statements leave for one another.
struct SessionTrail {
    /// A statement that reads what an earlier one left.
    struct Link: Hashable {
        var from: Int
        var to: Int
        /// Whether any statement between the two would change the value.
        var isClose: Bool
    }

    /// For each fact that repeating the settings does not restore, the statement that left it.
    private(set) var origins: [SessionFact: Int] = [:]
    /// The SET of the `insert_id` that no row has taken yet.
    private(set) var pendingInsertID: Int?
    /// The lost fact that a setting was made from.
    private(set) var lostSetting: SessionFact?
    /// The SET TRANSACTION that no transaction has taken yet.
    private var pendingTransaction: Int?
    private var seed: Int?

    /// Takes the next statement.
    ///
    /// - Parameter index: The place of the statement in its revision.
    /// - Returns: The statements that it depends on.
    mutating func read(_ use: SessionUse, at index: Int) -> [Link] {
        var links: [Link] = []
        func link(from origin: Int?, isClose: Bool = false) {
            if let origin, origin < index { links.append(Link(from: origin, to: index, isClose: isClose)) }
        }
        link(from: origins[.clock])
        for fact in use.reads {
            switch fact {
            case .lastStatement: link(from: index - 1 < 0 ? nil : index - 1, isClose: true)
            case .foundRows: link(from: origins[fact], isClose: true)
            case .nextInsertID: link(from: pendingInsertID)
            case .nextTransaction: link(from: pendingTransaction)
            case .randomSeed:
                link(from: seed)
                origins[fact] = seed
            case .variable, .prepared, .insertID, .sequenceValue, .clock: link(from: origins[fact])
            }
        }
        leave(use, at: index)
        return links
    }

    /// Whether the statement could be sent again, after the settings before it.
    func canRepeat(_ use: SessionUse) -> Bool {
        use.isRepeatable && use.reads.allSatisfy { origins[$0] == nil }
    }

    private mutating func leave(_ use: SessionUse, at index: Int) {
        if use.reads.contains(.nextInsertID) { pendingInsertID = nil }
        if use.reads.contains(.nextTransaction) { pendingTransaction = nil }
        if use.isSetting, let lost = use.reads.first(where: { origins[$0] != nil }) { lostSetting = lost }
        let isRepeated = canRepeat(use)
        for fact in use.leaves {
            switch fact {
            case .nextInsertID: pendingInsertID = index
            case .nextTransaction: pendingTransaction = index
            case .randomSeed: (seed, origins[fact]) = (index, nil)
            case .foundRows, .sequenceValue: origins[fact] = index
            case _ where isRepeated: origins[fact] = nil
            case _ where use.isCertain: origins[fact] = index
            // It may have left the previous value in place.
            default: origins[fact] = origins[fact] ?? index
            }
        }
    }
}
