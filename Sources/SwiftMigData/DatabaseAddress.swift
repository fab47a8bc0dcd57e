package import DatabaseSettings
internal import Sandbox
internal import SwiftMigPlatform

/// What an ``Engine`` can be created for.
///
/// A `String` is a URL. With the module `SwiftMigRunner`, it can also be a `Migrator.Configuration`.
public protocol DatabaseAddressConvertible {
    /// Returns the address. It checks the settings, but connects to nothing.
    func databaseAddress() throws -> DatabaseAddress
}

/// Where a database is, and how to log in.
public struct DatabaseAddress: DatabaseAddressConvertible, Sendable {
    /// Returns the settings of the next connection. It may block its thread.
    package let settings: @Sendable () throws -> ConnectionSettings

    package init(settings: @escaping @Sendable () throws -> ConnectionSettings) {
        self.settings = settings
    }

    /// Returns itself.
    public func databaseAddress() -> DatabaseAddress { self }
}

extension String: DatabaseAddressConvertible {
    /// Reads a URL such as `mysql://user:password@host:3306/database`, as in `migrate.yaml`.
    ///
    /// A `+driver` in the scheme and the driver's own parameters are ignored. `sandbox:` is a development server in the
    /// working directory.
    ///
    /// - Throws: ``DatabaseError/invalidConfiguration(_:)``.
    public func databaseAddress() throws -> DatabaseAddress {
        do {
            let target = try DatabaseTarget.parse(url: self)
            return DatabaseAddress { try target.connectionSettings(projectIn: CurrentProcess.workingFolder ?? "/") }
        } catch {
            throw DatabaseError.invalidConfiguration(([error.message] + error.hints).joined(separator: ". "))
        }
    }
}

extension DatabaseTarget {
    /// The settings of a connection. The sandbox of the project in the folder is started if it does not run.
    package func connectionSettings(projectIn folder: String) throws -> ConnectionSettings {
        switch self {
        case .server(let settings): return settings
        case .sandbox(let database):
            do {
                return try Sandbox(ofProjectIn: folder, database: database).start()
            } catch {
                throw DatabaseError.cannotConnect(
                    ConnectionFailure(reason: .other, address: "the sandbox", user: nil, code: 0, message: "\(error)")
                )
            }
        }
    }
}
