internal import SchemaModel
internal import SwiftMigConfiguration

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension Migrator {
    /// What a migrator needs to know: the database, the revisions, and how to behave.
    public struct Configuration: Sendable {
        /// How the connection is protected where the URL does not say it.
        public struct TLS: Sendable, Hashable {
            /// How much TLS has to be.
            public enum Mode: String, Sendable, Hashable, CaseIterable {
                /// None.
                case disabled
                /// Where the server offers it, unverified.
                case preferred
                /// TLS or no connection; the certificate is not verified.
                case required
                /// TLS, and the certificate's chain leads to a trusted authority.
                case verifyCA = "verify-ca"
                /// As ``verifyCA``, and the certificate names the host.
                case verifyIdentity = "verify-identity"
            }

            /// How much TLS has to be.
            public var mode: Mode
            /// The path of a PEM file with the trusted authorities.
            public var ca: String?
            /// The path of a PEM file with the client's certificate.
            public var certificate: String?
            /// The path of a PEM file with the client's key.
            public var key: String?

            /// Protection of a connection; a CA alone asks for ``Mode/verifyCA``.
            public init(
                mode: Mode? = nil,
                ca: String? = nil,
                certificate: String? = nil,
                key: String? = nil
            ) {
                self.mode = mode ?? (ca == nil ? .preferred : .verifyCA)
                self.ca = ca
                self.certificate = certificate
                self.key = key
            }
        }

        /// Where the revisions are.
        public var migrations: Migrations
        /// The table that says which revisions the database is at.
        public var versionTable: String {
            get { settings.versionTable }
            set { settings.versionTable = newValue }
        }
        /// The table that says what ran, when, and how far it came.
        public var journalTable: String {
            get { settings.journalTable }
            set { settings.journalTable = newValue }
        }
        /// How long to wait for another run to end, in whole seconds. Default is a minute.
        public var lockTimeout: Duration {
            get { settings.lockTimeout }
            set { settings.lockTimeout = newValue }
        }
        /// How long a statement waits for a table or row that another session has locked before it gives way, in whole
        /// seconds from one second to one hour. Default is five seconds.
        public var statementLockWait: Duration {
            get { .seconds(settings.lockWait) }
            set { settings.lockWait = Int(min(max(newValue.components.seconds, 1), 3600)) }
        }
        /// How often a statement that gave way is tried again. Default is ten times.
        public var lockRetries: Int {
            get { settings.lockRetries }
            set { settings.lockRetries = max(newValue, 0) }
        }
        /// A word that the journal notes beside who ran a revision, such as the release.
        public var tag: String?

        private let url: Secret?
        private let tls: TLS?
        private let connectTimeout: Duration
        private var settings: SwiftMigConfiguration.Configuration

        /// - Parameters:
        ///   - url: `mysql://user:password@host:3306/database`, as `--url` of the command line takes it. `sandbox:` is a
        ///     server of the folder's own, for development.
        ///   - migrations: the revisions; a relative path starts at the working directory.
        ///   - tls: protection, for what the URL does not say.
        ///   - connectTimeout: how long the server may take to answer at first.
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

        /// Reads the settings as the command line does: `SWIFTMIG_*` and `DATABASE_URL` go before the file, whose paths
        /// start at its folder.
        ///
        /// - Parameters:
        ///   - path: the file, seen from the working directory.
        ///   - environment: the name of one of the file's `environments`.
        ///   - url: a database in place of the one that the settings name.
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
                        environment: ProcessInfo.processInfo.environment,
                        currentDirectory: workingFolder
                    )
                )
            } catch {
                throw MigratorError(error)
            }
        }

        private static var workingFolder: String { FileManager.default.currentDirectoryPath }
    }
}

extension Migrator.Configuration {
    /// The settings with the database that the URL means.
    ///
    /// - Throws: `ConfigurationError`, `DatabaseURLError`.
    func resolved() throws -> SwiftMigConfiguration.Configuration {
        var settings = settings
        guard let url else {
            _ = try settings.database
            return settings
        }
        var defaults = ConnectionSettings(address: .tcp(host: "localhost", port: 3306))
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
