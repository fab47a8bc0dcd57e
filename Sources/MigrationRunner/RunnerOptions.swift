/// What a run needs to know besides the chain and the connection.
package struct RunnerOptions: Hashable, Sendable {
    package var versionTable: String
    package var journalTable: String
    /// How long to wait for another run to end, in whole seconds.
    package var lockTimeout: Int
    /// How long a statement waits for a table or row that another session has locked, in whole seconds from 1.
    package var lockWait: Int
    /// How often such a statement is tried again.
    package var lockRetries: Int
    /// How long it rests before the first of these; the pauses grow from there.
    package var lockPause: Duration
    /// What keeps two runs apart.
    package var lockKind: LockKind
    /// The table of leases, on a cluster.
    package var lockTable: String
    /// How long a lease lasts after its owner's last sign of life.
    package var lease: Duration
    /// How far a replica may be behind before batches wait for it.
    package var maxReplicaLag: Duration
    /// What the journal says about who ran it: the person's account, their machine, this program's version.
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

/// What keeps two runs apart.
package enum LockKind: Hashable, Sendable {
    /// On a Galera cluster a lease, elsewhere the server's own locks.
    case detected
    case lease
}

/// Which way a revision is run.
package enum Direction: String, Hashable, Sendable {
    case upgrade, downgrade
}
