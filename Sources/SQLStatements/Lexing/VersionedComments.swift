package import SchemaModel

/// Resolves versioned comments in SQL text for one server. SQL that the server executes is uncommented, and the rest
/// becomes blank.
///
/// This gives the text that the server reads, which decides what a statement is. Lines and columns do not change.
package enum VersionedComments {
    /// - Returns: nil if the text cannot be lexed.
    package static func resolved(in text: String, for server: ServerProfile) -> String? {
        guard text.contains("/*") else { return text }
        var lexer = SQLLexer(text, dialect: server.dialect)
        var result = lexer.bytes
        var isInside = false
        var isExecuted = true
        do {
            while let token = try lexer.next() {
                var keeps = !isInside || (isExecuted && token.kind != .comment)
                var range = token.range
                if token.kind == .versionedCommentStart {
                    let frame = Frame(lexer.bytes[token.range])
                    isInside = true
                    isExecuted = frame.isExecuted(by: server)
                    range = range.lowerBound..<range.lowerBound + (isExecuted ? frame.length : range.count)
                    keeps = false
                } else if token.kind == .versionedCommentEnd {
                    isInside = false
                    keeps = false
                }
                if keeps { continue }
                for offset in range where result[offset] != UInt8(ascii: "\n") { result[offset] = UInt8(ascii: " ") }
            }
        } catch {
            return nil
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `/*!` or `/*M!` and the digits after it.
    private struct Frame {
        private let isMariaDBOnly: Bool
        private let version: Int?
        /// The bytes that are not SQL. Fewer than five digits are not a version and belong to the statement.
        let length: Int

        init(_ bytes: ArraySlice<UInt8>) {
            isMariaDBOnly = bytes.dropFirst(2).first == UInt8(ascii: "M")
            let digits = bytes.drop { !$0.isASCIIDigit }
            version = digits.count < 5 ? nil : Int(String(decoding: digits, as: UTF8.self))
            length = version == nil ? bytes.count - digits.count : bytes.count
        }

        /// MariaDB (10.11, 11.8) skips the comments of MySQL 5.7 and later, unless they start with `/*M!`.
        func isExecuted(by server: ServerProfile) -> Bool {
            if isMariaDBOnly, server.flavor == .mysql { return false }
            guard let version else { return true }
            if server.flavor == .mariadb, !isMariaDBOnly, (50_700...99_999).contains(version) { return false }
            let own = server.version
            return version <= own.major * 10_000 + own.minor * 100 + own.patch
        }
    }
}
