/// An applied revision whose file differs from what ran.
package struct TamperedRevision: Hashable, Sendable {
    package var revision: String
    /// nil if the file is gone.
    package var path: String?
    /// The run that applied it.
    package var entry: JournalEntry

    package init(revision: String, path: String?, entry: JournalEntry) {
        self.revision = revision
        self.path = path
        self.entry = entry
    }
}
