/// The names in the server's messages.
struct ServerWords {
    private let message: String

    init(_ message: String) {
        self.message = message
    }

    /// The texts in single quotes. A value in the message may itself contain quotes, so only the ends are certain.
    private var quoted: [Substring] {
        message.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map(\.element)
    }

    var firstQuoted: String? { quoted.first.map(String.init) }

    /// The key in `Duplicate entry '…' for key 'name'`.
    var duplicateKey: String {
        // The value before may contain anything, so the name is read from the end.
        let end = message.lastIndex(of: "'") ?? message.endIndex
        let start = message[..<end].lastIndex(of: "'").map { message.index(after: $0) } ?? message.startIndex
        return String(message[start..<end])
    }

    /// The same on MySQL, which puts the table before the key: `'table.name'`. Either may contain dots.
    ///
    /// - Parameter statement: The statement, which names the table.
    func duplicateKey(in statement: String?) -> String {
        let name = duplicateKey
        let dots = name.indices.filter { name[$0] == "." }
        let end = dots.last { statement?.contains(name[..<$0]) ?? false } ?? dots.first
        return end.map { String(name[name.index(after: $0)...]) } ?? name
    }

    /// The name in ``CONSTRAINT `name` FOREIGN KEY``.
    var foreignKey: String? {
        guard let mark = message.firstRange(of: "CONSTRAINT `"),
            let end = message[mark.upperBound...].firstRange(of: "` FOREIGN KEY")
        else { return nil }
        return String(message[mark.upperBound..<end.lowerBound]).replacing("``", with: "`")
    }

    /// The name in ``CONSTRAINT `name` failed for …`` (MariaDB) and `Check constraint 'name' is violated` (MySQL).
    var check: String {
        if let mark = message.firstRange(of: "CONSTRAINT `"),
            let end = message[mark.upperBound...].firstRange(of: "` failed")
        {
            // MariaDB names the check of a column `table.column`.
            return String(message[mark.upperBound..<end.lowerBound])
        }
        return firstQuoted ?? ""
    }

    /// The name in `… for column 'name' at row 1`. MariaDB writes some with the database and the table, in backquotes.
    var column: String? {
        // The value before may contain anything, so the name is read from the end.
        guard let end = message.ranges(of: " at row ").last?.lowerBound,
            let mark = [" for column ", " for column: "].compactMap({ message[..<end].ranges(of: $0).last }).last
        else { return nil }
        let name = message[mark.upperBound..<end]
        guard let quote = name.last, quote == "'" || quote == "`" else { return String(name) }
        let start = name.ranges(of: "`.`").last?.upperBound ?? name.index(after: name.startIndex)
        return String(name[start...].dropLast())
    }
}
