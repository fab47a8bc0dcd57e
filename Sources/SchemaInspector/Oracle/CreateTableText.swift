internal import SQLStatements
internal import ServerPort

/// Compares a rendered CREATE TABLE with the server's, ignoring AUTO_INCREMENT=n, which only the server's text has.
enum CreateTableText {
    static func matches(_ expected: String, _ actual: UnsafeBufferPointer<UInt8>) -> Bool {
        var expected = expected
        return expected.withUTF8 { matches($0, actual) }
    }

    private static func matches(
        _ expected: UnsafeBufferPointer<UInt8>,
        _ actual: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        if expected.count == actual.count { return expected.hasSameBytes(as: actual) }
        guard let counter = counterRange(actual), expected.count == actual.count - counter.count else { return false }
        func isSame(_ part: Slice<UnsafeBufferPointer<UInt8>>, _ other: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
            UnsafeBufferPointer(rebasing: part).hasSameBytes(as: UnsafeBufferPointer(rebasing: other))
        }
        return isSame(expected[..<counter.lowerBound], actual[..<counter.lowerBound])
            && isSame(expected[counter.lowerBound...], actual[counter.upperBound...])
    }

    /// Returns the range of ` AUTO_INCREMENT=77`, which comes directly after the engine in the options.
    private static func counterRange(_ text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        let mark = Array(" AUTO_INCREMENT=".utf8)
        // MySQL prints some options before the engine.
        guard let close = lastRange(of: Array("\n) ".utf8), in: text)?.upperBound,
            let options = firstRange(of: Array("ENGINE=".utf8), in: text, from: close)?.upperBound
        else { return nil }
        var start = options
        while start < text.count, text[start] != UInt8(ascii: " ") { start += 1 }
        guard start + mark.count <= text.count, text[start..<start + mark.count].elementsEqual(mark) else { return nil }
        var end = start + mark.count
        while end < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[end]) { end += 1 }
        return start..<end
    }

    private static func firstRange(
        of part: [UInt8],
        in text: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Range<Int>? {
        var start = start
        while start + part.count <= text.count {
            if text[start..<start + part.count].elementsEqual(part) { return start..<start + part.count }
            start += 1
        }
        return nil
    }

    private static func lastRange(of part: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var start = text.count - part.count
        while start >= 0 {
            if text[start] == part[0], text[start..<start + part.count].elementsEqual(part) {
                return start..<start + part.count
            }
            start -= 1
        }
        return nil
    }

    /// Returns the first line that differs.
    static func firstDifference(_ expected: String, _ actual: String) -> NotUnderstood.Reason {
        let left = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let right = withoutCounter(actual).split(separator: "\n", omittingEmptySubsequences: false)
        for (expected, actual) in zip(left, right) where expected != actual {
            return .differs(expected: trimmed(expected), actual: trimmed(actual))
        }
        let count = min(left.count, right.count)
        return .differs(
            expected: count < left.count ? trimmed(left[count]) : "",
            actual: count < right.count ? trimmed(right[count]) : ""
        )
    }

    private static func withoutCounter(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            guard let counter = counterRange(bytes) else { return String(decoding: bytes, as: UTF8.self) }
            return String(decoding: bytes[..<counter.lowerBound], as: UTF8.self)
                + String(decoding: bytes[counter.upperBound...], as: UTF8.self)
        }
    }

    private static func trimmed(_ line: Substring) -> String {
        var line = line.drop { $0 == " " }
        if line.last == "," { line = line.dropLast() }
        return String(line)
    }
}
