package import SchemaModel
package import ServerPort

/// The servers that swiftmig supports.
package enum SupportedServers {
    package static func oldest(_ flavor: ServerProfile.Flavor) -> ServerProfile.Version {
        flavor == .mariadb ? ServerProfile.Version(10, 5) : ServerProfile.Version(8, 0)
    }

    /// Refuses a server that is too old, before it is sent anything that it may not understand.
    ///
    /// - Parameter greeting: The version that the server reports at login. A proxy may report another one, so if the
    ///   greeting is too old, the server itself is asked.
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
