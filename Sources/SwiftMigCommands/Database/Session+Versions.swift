internal import Configuration
internal import SchemaSQL

extension Session {
    /// ER_NO_SUCH_TABLE.
    private static let noSuchTable = 1146

    /// The rows of the version table; none where the table is not there yet.
    ///
    /// - Throws: `ServerError`.
    func versions(of configuration: Configuration) throws -> [String] {
        let table = executor.dialect.quotedIdentifier(configuration.versionTable)
        do {
            let rows = try executor.execute("SELECT version_num FROM \(table) ORDER BY version_num").rows
            return rows.compactMap { $0[0] }
        } catch let error as ServerError where error.errno == Self.noSuchTable {
            return []
        }
    }
}
