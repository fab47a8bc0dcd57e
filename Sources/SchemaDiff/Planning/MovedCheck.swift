internal import SchemaModel

/// A check that is dropped from one table while another table gets one with the same name. In MySQL (9.7), the names of
/// checks are unique in a database (error 3822), so the old check must be dropped first.
struct MovedCheck: Hashable {
    var table: String
    var check: Check
    var newTable: String

    /// - Parameter before: The schema before, with the new names of renamed tables.
    static func all(from before: Schema, to after: Schema) -> [MovedCheck] {
        var owners: [String: String] = [:]
        for table in after.tables {
            for check in table.checks { owners[check.name.lowercased()] = table.name }
        }
        return before.tables.flatMap { table in
            table.checks.compactMap { check in
                guard let owner = owners[check.name.lowercased()], owner != table.name else { return nil }
                return MovedCheck(table: table.name, check: check, newTable: owner)
            }
        }
    }
}
