/// One clause of an ALTER TABLE.
struct AlterClause: Hashable {
    /// What a clause does, in the order in which both servers accept the clauses of one ALTER: drops, then the columns
    /// in their final order, then additions.
    enum Kind: Comparable {
        case dropForeignKey, dropCheck, dropKey, dropVersioning, dropColumn
        case column
        case addPeriod, addKey, renameKey, keepKey, addConstraint
        case option, algorithm
    }

    var kind: Kind
    var text: String
    /// The ALTER that the clause belongs to.
    var step: Step = .main

    init(_ kind: Kind, _ text: String, in step: Step = .main) {
        self.kind = kind
        self.text = text
        self.step = step
    }
}

extension AlterClause {
    /// The ALTERs of one table, in their order. Most tables need only the main one.
    enum Step: CaseIterable {
        /// Drops indexes that read a column which is renamed in the next step.
        case droppingIndexes
        case renaming
        case endingHistory
        case beginningHistory
        /// Copies the values of columns that are recreated.
        case copying
        case main
        /// Fills new columns.
        case filling
        /// Makes filled columns NOT NULL, and adds their keys.
        case closing
        /// Adds, drops or splits partitions.
        case partitioning
        /// Shows or hides indexes.
        case visibility
        /// Creates the fulltext indexes that the main ALTER cannot create.
        case fulltext
        case resettingOptions
        case withdrawingDefaults
    }
}
