/// JSON writes characters beyond U+FFFF as two escapes (`\ud83d\ude00`), which libyaml refuses. YAML writes
/// `\U0001F600`.
enum SurrogatePairs {
    /// The position of a rewritten pair in the rewritten bytes: the 0-based line, and the column from the line's start.
    struct Place {
        var line: Int
        var column: Int
    }

    /// The number of columns that rewriting a pair saves.
    static let shrinkage = 2

    /// Rewrites the pairs in the double-quoted strings of a JSON text.
    static func rewritten(_ bytes: ArraySlice<UInt8>) -> (bytes: [UInt8], places: [Place]) {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var places: [Place] = []
        var line = 0
        var column = 0
        var isQuoted = false
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            var length = 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = -1
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if isQuoted, byte == UInt8(ascii: "\\") {
                if let scalar = pair(at: index, in: bytes) {
                    let digits = String(scalar, radix: 16)
                    result += Array("\\U".utf8) + Array(repeating: UInt8(ascii: "0"), count: 8 - digits.utf8.count)
                    result += Array(digits.utf8)
                    column += 10
                    places.append(Place(line: line, column: column))
                    index += 12
                    continue
                }
                length = min(2, bytes.endIndex - index)
            }
            result += bytes[index..<index + length]
            // libyaml counts characters, so continuation bytes do not count.
            if byte & 0xC0 != 0x80 { column += length }
            index += length
        }
        return (result, places)
    }

    private static func pair(at index: Int, in bytes: ArraySlice<UInt8>) -> UInt32? {
        guard let high = escape(at: index, in: bytes), (0xD800...0xDBFF).contains(high),
            let low = escape(at: index + 6, in: bytes), (0xDC00...0xDFFF).contains(low)
        else { return nil }
        return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }

    private static func escape(at index: Int, in bytes: ArraySlice<UInt8>) -> UInt32? {
        guard index + 6 <= bytes.endIndex, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        let digits = bytes[index + 2..<index + 6]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
