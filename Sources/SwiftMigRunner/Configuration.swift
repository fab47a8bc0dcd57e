internal import DatabaseSettings
internal import SwiftMigConfiguration
internal import SwiftMigPlatform

extension Migrator {
    /// The settings of a migrator: the database, the revisions, and the behavior.
    public struct Configuration: Sendable {
        /// The TLS settings of a connection, for what the URL does not say.
        public struct TLS: Sendable, Hashable {
            /// The level of protection.
            public enum Mode: String, Sendable, Hashable, CaseIterable {
                /// No TLS.
                case disabled
                /// TLS if the server offers it; the certificate is not verified.
                case preferred
                /// TLS or no connection; the certificate is not verified.
                case required
                /// TLS with a certificate that a trusted authority has signed.
                case verifyCA = "verify-ca"
                /// Like ``verifyCA``, and the certificate must name the host.
                case verifyIdentity = "verify-identity"
            }

            /// The level of protection.
            public var mode: Mode
            /// The path of a PEM file with the trusted authorities.
            public var ca: String?
            /// The path of a PEM file with the client's certificate.
            public var certificate: String?
            /// The path of a PEM file with the client's key.
            public var key: String?

            /// Creates TLS settings. With a CA but no mode, the mode is ``Mode/verifyCA``.
            public init(
                mode: Mode? = nil,
                ca: String? = nil,
                certificate: String? = nil,
                key: String? = nil
            ) {
                self.mode = mode ?? Mode(rawValue: TLSSettings.Mode.usual(with: ca).rawValue) ?? .verifyIdentity
                self.ca = ca
                self.certificate = certificate
                self.key = key
            }
        }

        /// The location of the revisions.
        public var migrations: Migrations
        /// The table that stores the database's current revisions.
        public var versionTable: String {
            get { settings.versionTable }
            set { settings.versionTable = newValue }
        }
        /// The table that records what ran, when, and how far it got.
        public var journalTable: String {
            get { settings.journalTable }
            set { settings.journalTable = newValue }
        }
        /// How long to wait for another run to end, in whole seconds. The default is one minute.
        public var lockTimeout: Duration {
            get { settings.lockTimeout }
            set { settings.lockTimeout = newValue }
        }
        /// How long a statement waits for a table or row that another session has locked, in whole seconds from one
        /// second to one hour. The default is five seconds.
        public var statementLockWait: Duration {
            get { .seconds(settings.lockWait) }
            set {
                settings.lockWait = Int(newValue.components.seconds).clamped(
                    to: SwiftMigConfiguration.Configuration.lockWaitRange
                )
            }
        }
        /// How often to retry a statement that timed out waiting for a lock, from 0 to 1000 times. The default is ten
        /// times.
        public var lockRetries: Int {
            get { settings.lockRetries }
            set { settings.lockRetries = newValue.clamped(to: SwiftMigConfiguration.Configuration.lockRetriesRange) }
        }
        /// A word that the journal records next to the user who ran a revision, such as the release.
        public var tag: String?

        private let url: Secret?
        private let tls: TLS?
        private let connectTimeout: Duration
        private var settings: SwiftMigConfiguration.Configuration

        /// Creates a configuration for one database.
        ///
        /// - Parameters:
        ///   - url: `mysql://user:password@host:3306/database`, as for `--url` on the command line. `sandbox:` is a
        ///     development server in the folder.
        ///   - migrations: The revisions. A relative path starts at the working directory.
        ///   - tls: TLS settings, for what the URL does not say.
        ///   - connectTimeout: How long to wait for the server's first answer.
        public init(
            url: String,
            migrations: Migrations = .folder("migrations"),
            tls: TLS? = nil,
            connectTimeout: Duration = .seconds(10)
        ) {
            self.url = Secret(url)
            self.migrations = migrations
            self.tls = tls
            self.connectTimeout = connectTimeout
            settings = SwiftMigConfiguration.Configuration(projectFolder: Self.workingFolder)
        }

        private init(_ settings: SwiftMigConfiguration.Configuration) {
            self.settings = settings
            url = nil
            tls = nil
            connectTimeout = settings.connectTimeout
            migrations = .folders(settings.migrations, recursive: settings.isRecursive)
        }

        /// Reads the settings like the command line: `SWIFTMIG_*` and `DATABASE_URL` take precedence over the file,
        /// whose paths are relative to its folder.
        ///
        /// - Parameters:
        ///   - path: The file, relative to the working directory.
        ///   - environment: The name of one of the file's `environments`.
        ///   - url: A database to use instead of the one in the settings.
        public static func load(
            from path: String = "migrate.yaml",
            environment: String? = nil,
            url: String? = nil
        ) throws(MigratorError) -> Configuration {
            do {
                let flags = ConfigurationFlags(configPath: path, environmentName: environment, url: url)
                return Configuration(
                    try .load(
                        flags: flags,
                        environment: CurrentProcess.variables,
                        currentDirectory: workingFolder
                    )
                )
            } catch {
                throw MigratorError(error)
            }
        }

        private static var workingFolder: String { CurrentProcess.workingFolder ?? "" }
    }
}

extension Migrator.Configuration {
    /// Returns the settings with the database that the URL names.
    ///
    /// - Throws: `ConfigurationError`, `DatabaseURLError`.
    func resolved() throws -> SwiftMigConfiguration.Configuration {
        var settings = settings
        guard let url else {
            _ = try settings.database
            return settings
        }
        var defaults = ConnectionSettings.usual
        defaults.connectTimeout = connectTimeout
        if let tls {
            defaults.tls = TLSSettings(
                mode: TLSSettings.Mode(rawValue: tls.mode.rawValue) ?? .verifyIdentity,
                ca: tls.ca,
                certificate: tls.certificate,
                key: tls.key
            )
        }
        settings.setDatabase(try DatabaseTarget.parse(url: url.revealed, defaults: defaults))
        return settings
    }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
