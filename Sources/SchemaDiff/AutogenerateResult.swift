package import SchemaModel

/// What a person may decide about a comparison.
package struct AutogenerateOptions: Hashable, Sendable {
    /// Globs (`*`, `?`) of tables that are left alone on both sides.
    package var ignoredTables: [String]
    /// Kinds of objects that are left alone on both sides.
    package var ignoredKinds: Set<StoredObject.Kind>
    /// Compares and writes DEFINER; else it is left to the account that runs the script.
    package var keepsDefiners: Bool
    /// Drops tables that neither the models nor any revision mentions.
    package var dropsUnmanaged: Bool
    package var renames: [Rename]
    /// Leaves columns where they are, and tells where they stand otherwise than declared.
    package var ignoresColumnOrder: Bool
    /// Asks what each ALTER TABLE costs, in the scratch database.
    package var asksCosts: Bool
    /// Counts the rows that hazards are about.
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

/// Something that could not be compared, so nothing was planned for it.
package struct Undecided: Hashable, Sendable {
    package var object: String
    package var reason: String
}

/// What Autogenerate asks about views, triggers, routines, events and sequences, and only where there are any.
package struct ObjectSources {
    /// Those whose definition could not be read, with the reason; they are left alone.
    package var notUnderstood: [StoredObject.ID: String]
    /// Those that revisions of the chain mention.
    package var mentioned: () throws -> Set<StoredObject.ID>
    /// An empty database on a server like the target. Throws `ScratchUnavailable` where there is none.
    package var makeScratch: () throws -> any ScratchSpace

    package init(
        notUnderstood: [StoredObject.ID: String] = [:],
        mentioned: @escaping () throws -> Set<StoredObject.ID> = { [] },
        makeScratch: @escaping () throws -> any ScratchSpace = {
            throw ScratchUnavailable(reason: "there is no scratch database")
        }
    ) {
        self.notUnderstood = notUnderstood
        self.mentioned = mentioned
        self.makeScratch = makeScratch
    }
}

/// The differences between models and database, and the scripts there and back.
package struct AutogenerateResult: Hashable, Sendable {
    package var changes: [ChangeSummary]
    package var upgrade: [ScriptStatement]
    package var downgrade: [ScriptStatement]
    package var undecided: [Undecided]
    /// Tables of the database that belong to somebody else, and other objects as `view active_users`.
    package var unmanaged: [String]
    package var renameSuggestions: [RenameSuggestion]
    /// Tables whose columns stand in another order than declared, and are left so.
    package var otherColumnOrder: [String] = []
    /// What `renamed_from` says and has been done.
    package var doneRenames: [Rename] = []
    /// What is declared and the engine of its table ignores.
    package var ignoredByEngines: [String] = []
    /// Declared events that the database lacks, and is not to get: their time is over.
    package var finishedEvents: [String] = []
    /// Why nobody could be asked what the ALTERs cost.
    package var costsUnknown: String?

    package var isEmpty: Bool { changes.isEmpty }
}
