/// Whether a server takes changes, as its global variables tell it.
package enum ReadOnlyServer {
    /// Each of them refuses changes where it is set. `innodb_read_only` is that of Aurora's readers, whose `read_only` is off.
    package static let variables = ["read_only", "super_read_only", "innodb_read_only"]

    /// - Parameter values: of those variables that the server has, by name.
    package static func refusesChanges(_ values: [String: String]) -> Bool {
        variables.contains { !["OFF", "0", nil].contains(values[$0]) }
    }
}
