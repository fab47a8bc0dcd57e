package import SchemaModel

/// A database to work on.
package enum DatabaseTarget: Hashable, Sendable {
    case server(ConnectionSettings)
    /// The embedded server; nil is the database named after the project.
    case sandbox(database: String?)
}

/// Where the models come from.
package enum ModelsSource: Hashable, Sendable {
    /// Schema documents: absolute glob patterns.
    case file([String])
    /// A program and its arguments, which prints a schema document, and how long it may take.
    case command([String], timeout: Duration)
    /// Files of CREATE statements: absolute glob patterns.
    case sql([String])
}

/// The options of every command that choose settings.
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

/// All settings of one run. `load` makes it; what nobody said has its default.
package struct Configuration: Sendable {
    /// The file as it was asked for; nil where there is none.
    package var file: String?
    /// The absolute folder of the file, or the current directory. Relative paths start here.
    package var projectFolder: String
    /// The chosen one of `environments`.
    package var environmentName: String?

    /// The `sql_mode` of every session; nil leaves the server's.
    package var sqlMode: String?
    /// Protection that `database` and `scratch` already include; here for a URL that comes from elsewhere.
    package var tls = TLSSettings()
    package var connectTimeout: Duration = .seconds(10)

    /// Absolute folders; new revisions go to the first.
    package var migrations: [String]
    package var models: ModelsSource?
    package var fileTemplate = "{created}_{revision}_{slug}"
    /// Whether the folders within the migrations folders count.
    package var isRecursive = false
    /// The longest `{slug}` of a file's name.
    package var slugLength = 40
    /// The zone of the times in file names: `UTC`, `local`, `+02:00` or a name.
    package var timeZone = "UTC"
    package var versionTable = "swiftmig_version"
    package var journalTable = "swiftmig_journal"
    package var lockTimeout: Duration = .seconds(60)
    /// How many seconds a statement waits for a table or row that another session has locked, before it gives way.
    package var lockWait = 5
    /// How often it is tried again after that.
    package var lockRetries = 10
    /// The table of leases, on a cluster.
    package var lockTable = "swiftmig_lock"
    /// How far a replica may be behind before batches wait for it.
    package var maxReplicaLag: Duration = .seconds(5)
    /// Name patterns with `*` and `?` of the tables that autogenerate, check and diff leave alone.
    package var ignoreTables: [String] = []
    /// Kinds of objects that they leave alone.
    package var ignoreKinds: Set<StoredObject.Kind> = []
    /// `definer: keep`: DEFINER is compared and written; else it is left to the account that runs a revision.
    package var keepsDefiners = false
    /// Columns stay where they are, whatever their order in the models.
    package var ignoresColumnOrder = false
    /// Programs with their arguments; `{path}` in one stands for the new revision file.
    package var afterWriteHooks: [[String]] = []

    /// Where the tool keeps what is its own: the sandbox, and what it remembers between commands.
    package var stateFolder: String { PathName.absolute(".swiftmig", in: projectFolder) }

    var databaseResult: Result<DatabaseTarget, ConfigurationError> = .success(.sandbox(database: nil))
    var scratchResult: Result<DatabaseTarget, ConfigurationError> = .success(.sandbox(database: nil))
    var replicasResult: Result<[ConnectionSettings], ConfigurationError> = .success([])
    var sources: [String: ValueSource] = [:]

    /// The defaults, for a project in the folder.
    package init(projectFolder: String) {
        self.projectFolder = projectFolder
        migrations = [PathName.absolute("migrations", in: projectFolder)]
    }

    /// The database to migrate.
    ///
    /// - Throws: `unsetVariable`. It waits until here, so that a command without a server runs where the variable
    ///   with the URL is not set.
    package var database: DatabaseTarget {
        get throws(ConfigurationError) { try databaseResult.get() }
    }

    /// Where scratch databases are made.
    ///
    /// - Throws: as `database`.
    package var scratch: DatabaseTarget {
        get throws(ConfigurationError) { try scratchResult.get() }
    }

    /// The replicas that batches wait for.
    ///
    /// - Throws: as `database`.
    package var replicas: [ConnectionSettings] {
        get throws(ConfigurationError) { try replicasResult.get() }
    }

    package mutating func setDatabase(_ target: DatabaseTarget) {
        databaseResult = .success(target)
    }

    package mutating func setScratch(_ target: DatabaseTarget) {
        scratchResult = .success(target)
    }

    /// Where the value of a key such as `database.url` came from.
    package func source(of key: String) -> ValueSource {
        sources[key] ?? .default
    }
}
