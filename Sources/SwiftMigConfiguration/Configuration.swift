package import DatabaseSettings
package import SchemaModel

/// The source of the models.
package enum ModelsSource: Hashable, Sendable {
    /// Schema documents, as absolute glob patterns.
    case file([String])
    /// A program and its arguments that prints a schema document, and its time limit.
    case command([String], timeout: Duration)
    /// Files of CREATE statements, as absolute glob patterns.
    case sql([String])
}

/// The global options that choose settings.
package struct ConfigurationFlags: Hashable, Sendable {
    /// `--config`.
    package var configPath: String?
    /// `--env`.
    package var environmentName: String?
    /// `--url`.
    package var url: String?

    package init(configPath: String? = nil, environmentName: String? = nil, url: String? = nil) {
        self.configPath = configPath
        self.environmentName = environmentName
        self.url = url
    }
}

/// The settings of a run, created by `load`. Settings that are not given have their defaults.
package struct Configuration: Sendable {
    /// The file as it was given; nil if there is none.
    package var file: String?
    /// The absolute folder of the file, or the current directory. Relative paths start here.
    package var projectFolder: String
    /// The selected entry of `environments`.
    package var environmentName: String?

    /// The `sql_mode` of every session; nil for the server's.
    package var sqlMode: String?
    /// The TLS settings, which `database` and `scratch` already include. Used for a URL from elsewhere.
    package var tls = TLSSettings()
    package var connectTimeout: Duration = .seconds(10)

    /// Absolute folders. New revisions are written to the first.
    package var migrations: [String]
    package var models: ModelsSource?
    package var fileTemplate = "{created}_{revision}_{slug}"
    /// Whether to read subfolders of the migrations folders.
    package var isRecursive = false
    /// The maximum length of `{slug}` in a file name.
    package var slugLength = 40
    /// The zone of the times in file names: `UTC`, `local`, `+02:00` or a name.
    package var timeZone = "UTC"
    package var versionTable = "swiftmig_version"
    package var journalTable = "swiftmig_journal"
    package var lockTimeout: Duration = .seconds(60)
    /// How many seconds a statement waits for a table or row that another session has locked.
    package var lockWait = 5
    package static var lockWaitRange: ClosedRange<Int> { Duration.lockWaitRange }
    /// How often such a statement is retried.
    package var lockRetries = 10
    package static let lockRetriesRange = 0...1000
    /// The table of leases, on a cluster.
    package var lockTable = "swiftmig_lock"
    /// How far a replica may lag before batches wait for it.
    package var maxReplicaLag: Duration = .seconds(5)
    /// Name patterns, with `*` and `?`, of tables that autogenerate, check and diff leave alone.
    package var ignoreTables: [String] = []
    /// Kinds of objects that they leave alone.
    package var ignoreKinds: Set<StoredObject.Kind> = []
    /// Whether DEFINER is compared and written (`definer: keep`). Otherwise it is the account that runs a revision.
    package var keepsDefiners = false
    /// Whether columns keep their positions, whatever their order in the models.
    package var ignoresColumnOrder = false
    /// Programs with their arguments, in which `{path}` is the new revision file.
    package var afterWriteHooks: [[String]] = []

    /// The folder of the tool's own files: the sandbox, and what it remembers between commands.
    package var stateFolder: String { PathName.absolute(".swiftmig", in: projectFolder) }

    /// The tables that swiftmig keeps in the target database.
    package var ownTables: Set<String> { [versionTable, journalTable, lockTable] }

    var databaseResult: Result<DatabaseTarget, ConfigurationError> = .success(.sandbox(database: nil))
    var scratchResult: Result<DatabaseTarget, ConfigurationError> = .success(.sandbox(database: nil))
    var replicasResult: Result<[ConnectionSettings], ConfigurationError> = .success([])
    var sources: [String: ValueSource] = [:]

    /// Creates the default settings for a project in the folder.
    package init(projectFolder: String) {
        self.projectFolder = projectFolder
        migrations = [PathName.absolute("migrations", in: projectFolder)]
    }

    /// The database to migrate.
    ///
    /// - Throws: `unsetVariable`. It is thrown only here, so that commands that need no server run without the variable
    ///   for the URL.
    package var database: DatabaseTarget {
        get throws(ConfigurationError) { try databaseResult.get() }
    }

    /// The server for scratch databases.
    ///
    /// - Throws: The same errors as `database`.
    package var scratch: DatabaseTarget {
        get throws(ConfigurationError) { try scratchResult.get() }
    }

    /// The replicas that batches wait for.
    ///
    /// - Throws: The same errors as `database`.
    package var replicas: [ConnectionSettings] {
        get throws(ConfigurationError) { try replicasResult.get() }
    }

    package mutating func setDatabase(_ target: DatabaseTarget) {
        databaseResult = .success(target)
    }

    package mutating func setScratch(_ target: DatabaseTarget) {
        scratchResult = .success(target)
    }

    /// Returns the source of the value of a key such as `database.url`.
    package func source(of key: String) -> ValueSource {
        sources[key] ?? .default
    }
}
