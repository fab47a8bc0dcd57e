package import SchemaModel

/// The user's choices for a comparison.
package struct AutogenerateOptions: Hashable, Sendable {
    /// Globs (`*`, `?`) for tables to ignore on both sides.
    package var ignoredTables: [String]
    /// Kinds of objects to ignore on both sides.
    package var ignoredKinds: Set<StoredObject.Kind>
    /// Whether to compare and write DEFINER. Otherwise the account that runs the script becomes the definer.
    package var keepsDefiners: Bool
    /// Whether to drop tables that the models lack and no revision has made.
    package var dropsUnmanaged: Bool
    package var renames: [Rename]
    /// Whether to leave columns where they are and only report an order that differs from the models.
    package var ignoresColumnOrder: Bool
    /// Whether to find out in the scratch database what each ALTER TABLE costs.
    package var asksCosts: Bool
    /// Whether to count the rows that hazards affect.
    package var countsRows: Bool

    package init(
        ignoredTables: [String] = [],
        ignoredKinds: Set<StoredObject.Kind> = [],
        keepsDefiners: Bool = false,
        dropsUnmanaged: Bool = false,
        renames: [Rename] = [],
        ignoresColumnOrder: Bool = false,
        asksCosts: Bool = false,
        countsRows: Bool = false
    ) {
        self.ignoredTables = ignoredTables
        self.ignoredKinds = ignoredKinds
        self.keepsDefiners = keepsDefiners
        self.dropsUnmanaged = dropsUnmanaged
        self.renames = renames
        self.ignoresColumnOrder = ignoresColumnOrder
        self.asksCosts = asksCosts
        self.countsRows = countsRows
    }
}

/// Something that could not be compared, so that no change was planned for it.
package struct Undecided: Hashable, Sendable {
    package var object: String
    package var reason: String
}

/// The sources of information about views, triggers, routines, events and sequences. Used only if there are any.
package struct ObjectSources {
    /// The objects whose definition could not be read, with the reason. They are left alone.
    package var notUnderstood: [StoredObject.ID: String]
    /// Returns the objects that applied revisions have made.
    package var own: () throws -> Set<StoredObject.ID>
    /// Creates an empty database on a server like the target. Throws `ScratchUnavailable` if that is not possible.
    package var makeScratch: () throws -> any ScratchSpace

    package init(
        notUnderstood: [StoredObject.ID: String] = [:],
        own: @escaping () throws -> Set<StoredObject.ID> = { [] },
        makeScratch: @escaping () throws -> any ScratchSpace = {
            throw ScratchUnavailable(reason: "there is no scratch database")
        }
    ) {
        self.notUnderstood = notUnderstood
        self.own = own
        self.makeScratch = makeScratch
    }
}

/// The differences between the models and the database, with the upgrade and downgrade scripts.
package struct AutogenerateResult: Hashable, Sendable {
    package var changes: [ChangeSummary] = []
    package var upgrade: [ScriptStatement] = []
    package var downgrade: [ScriptStatement] = []
    package var undecided: [Undecided] = []
    /// The database's unmanaged tables by name, and its other unmanaged objects as `view active_users`.
    package var unmanaged: [String] = []
    package var renameSuggestions: [RenameSuggestion] = []
    /// The tables whose column order differs from the models and is left alone.
    package var otherColumnOrder: [String] = []
    /// The `renamed_from` hints that are already done.
    package var doneRenames: [Rename] = []
    /// The declarations that the engines of their tables ignore.
    package var ignoredByEngines: [String] = []
    /// Declared events that the database lacks and should not get, because their time is over.
    package var finishedEvents: [String] = []
    /// Why the cost of the ALTERs could not be determined.
    package var costsUnknown: String?

    package var isEmpty: Bool { changes.isEmpty }
}
