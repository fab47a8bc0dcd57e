/// The options of a run, besides the chain and the connection.
package struct RunnerOptions: Hashable, Sendable {
    package var versionTable: String
    package var journalTable: String
    /// How long to wait for another run to end, in whole seconds.
    package var lockTimeout: Int
    /// How long a statement waits for a table or row that another session has locked, in whole seconds, at least 1.
    package var lockWait: Int
    /// How often such a statement is retried.
    package var lockRetries: Int
    /// The pause before the first retry. Later pauses are longer.
    package var lockPause: Duration
    /// The kind of lock that keeps two runs apart.
    package var lockKind: LockKind
    /// The table of leases, on a cluster.
    package var lockTable: String
    /// How long a lease lasts after its owner last renewed it.
    package var lease: Duration
    /// How far a replica may lag before batches wait for it.
    package var maxReplicaLag: Duration
    /// What the journal records about a run: the user's account, their machine, and this program's version.
    package var person: String
    package var host: String
    package var toolVersion: String

    package init(
        versionTable: String = "swiftmig_version",
        journalTable: String = "swiftmig_journal",
        lockTimeout: Int = 60,
        lockWait: Int = 5,
        lockRetries: Int = 10,
        lockPause: Duration = .milliseconds(500),
        lockKind: LockKind = .detected,
        lockTable: String = "swiftmig_lock",
        lease: Duration = .seconds(15),
        maxReplicaLag: Duration = .seconds(5),
        person: String = "",
        host: String = "",
        toolVersion: String = ""
    ) {
        self.versionTable = versionTable
        self.journalTable = journalTable
        self.lockTimeout = lockTimeout
        self.lockWait = lockWait
        self.lockRetries = lockRetries
        self.lockPause = lockPause
        self.lockKind = lockKind
        self.lockTable = lockTable
        self.lease = lease
        self.maxReplicaLag = maxReplicaLag
        self.person = person
        self.host = host
        self.toolVersion = toolVersion
    }
}

/// The kind of lock that keeps two runs apart.
package enum LockKind: Hashable, Sendable {
    /// A lease on a Galera cluster, the server's own locks elsewhere.
    case detected
    case lease
}
