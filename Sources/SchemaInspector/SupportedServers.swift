package import SchemaModel
package import SchemaSQL

/// The servers that swiftmig works with.
package enum SupportedServers {
    package static func oldest(_ flavor: ServerProfile.Flavor) -> ServerProfile.Version {
        flavor == .mariadb ? ServerProfile.Version(10, 5) : ServerProfile.Version(8, 0)
    }

    /// Refuses a server that is too old, before anything is asked of it that it may not understand.
    ///
    /// - Parameter greeting: how it calls itself at login. A proxy may say something else than the server behind it, which
    ///   is asked where the greeting is too old.
    /// - Throws: `InspectionError.unsupportedServer`, `ServerError`.
    package static func check(greeting: String, executor: any QueryExecutor) throws {
        if isSupported(greeting) { return }
        let answer = try executor.execute("SELECT VERSION()").rows.first?[0] ?? greeting
        if isSupported(answer) { return }
        throw InspectionError.unsupportedServer(
            name: flavor(of: answer) == .mariadb ? "MariaDB" : "MySQL",
            version: answer
        )
    }

    private static func isSupported(_ text: String) -> Bool {
        guard let version = ServerProfileReader.version(text) else { return false }
        return version >= oldest(flavor(of: text))
    }

    private static func flavor(of version: String) -> ServerProfile.Flavor {
        version.contains("MariaDB") ? .mariadb : .mysql
    }
}
