import Foundation
import SQLStatements
import SchemaModel

/// The schema statements of a file from MariaDB's regression suite, in order. Everything else in the file (queries,
/// loops, variables of the test language) is left out.
struct CorpusFile {
    var name: String
    var statements: [String]

    init(path: String, name: String) throws {
        self.name = name
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        var reader = Reader(Array(text.utf8))
        statements = reader.statements()
    }

    private static let starts: Set<String> = ["create", "alter", "drop", "rename", "set"]

    private struct Reader {
        let bytes: [UInt8]
        var place = 0
        var delimiter = Array(";".utf8)
        var found: [String] = []

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func statements() -> [String] {
            while place < bytes.count {
                let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                let line = String(decoding: bytes[place..<end], as: UTF8.self)
                let words = line.lowercased().split(whereSeparator: \.isWhitespace)
                if words.first?.hasPrefix("delimiter") == true || words.first == "--delimiter", words.count > 1 {
                    // `delimiter |;` ends with the delimiter that it replaces.
                    var new = Array(words[1].utf8)
                    if new.count > delimiter.count, new.suffix(delimiter.count).elementsEqual(delimiter) {
                        new.removeLast(delimiter.count)
                    }
                    delimiter = new
                } else if let first = words.first, CorpusFile.starts.contains(String(first)), let next = statement() {
                    place = next
                    continue
                }
                place = end + 1
            }
            return found
        }

        /// Reads the statement at the current line. Returns its end, or nil if there is none.
        private mutating func statement() -> Int? {
            var lexer = SQLLexer(bytes, range: place..<bytes.count, dialect: .init(), delimiter: delimiter)
            while let token = try? lexer.next() {
                guard token.kind == .delimiter else { continue }
                found.append(String(decoding: bytes[place..<token.range.lowerBound], as: UTF8.self))
                return token.range.upperBound
            }
            return nil
        }
    }
}
