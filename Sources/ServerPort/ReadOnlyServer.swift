/// Determines from a server's global variables whether it accepts changes.
package enum ReadOnlyServer {
    /// Each of these makes the server refuse changes. Aurora's readers set `innodb_read_only`, but not `read_only`.
    package static let variables = ["read_only", "super_read_only", "innodb_read_only"]

    /// - Parameter values: The values of those variables that the server has, by name.
    package static func refusesChanges(_ values: [String: String]) -> Bool {
        variables.contains { !["OFF", "0", nil].contains(values[$0]) }
    }
}
