/// Checks whether bytes are UTF-8 text. Decoding would silently replace invalid bytes by U+FFFD.
enum UTF8Check {
    /// Returns the offset of the first invalid byte; nil if there is none.
    static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
        var position = asciiPrefix(of: bytes)
        while position < bytes.count {
            if bytes[position] < 0x80 {
                position += 1
                continue
            }
            let length = sequenceLength(bytes[position...])
            if length == 0 { return position }
            position += length
        }
        return nil
    }

    /// The number of ASCII bytes at the beginning, eight at a time.
    private static func asciiPrefix(of bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { buffer in
            var position = 0
            while position + 8 <= buffer.count {
                let word = buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 != 0 { break }
                position += 8
            }
            return position
        }
    }

    /// The number of bytes of the first character; 0 if it is invalid. According to table 3-7 of the Unicode standard,
    /// which excludes overlong forms, surrogates and code points beyond U+10FFFF.
    private static func sequenceLength(_ bytes: ArraySlice<UInt8>) -> Int {
        let length: Int
        let second: ClosedRange<UInt8>
        switch bytes[bytes.startIndex] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        let rest = bytes.prefix(length).dropFirst()
        guard rest.count == length - 1, let first = rest.first, second.contains(first) else { return 0 }
        return rest.dropFirst().allSatisfy { 0x80...0xBF ~= $0 } ? length : 0
    }
}
