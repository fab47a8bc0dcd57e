#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Text files as strings.
package enum TextFile {
    /// Larger than any file that a person writes. Prevents a wrong path from filling the memory.
    private static let largestSize = 256 << 20

    /// Reads a whole UTF-8 file, or pipe.
    package static func read(_ path: String) throws(FileError) -> String {
        let bytes = try FileSystem.contents(of: path, upTo: largestSize, takesPipes: true)
        let text = String(decoding: bytes, as: UTF8.self)
        // Decoding replaces invalid UTF-8, and then the text differs from the file.
        guard text.utf8.count == bytes.count, isSame(text, bytes) else { throw FileError(.read, path, .notUTF8) }
        return text
    }

    /// Compares texts of the same length as one block. Comparing byte by byte would take longer than reading the file.
    private static func isSame(_ text: String, _ bytes: [UInt8]) -> Bool {
        var text = text
        return text.withUTF8 { text in
            bytes.withUnsafeBytes { bytes in
                // An empty buffer has no address.
                guard let first = text.baseAddress, let second = bytes.baseAddress else { return true }
                return memcmp(first, second, text.count) == 0
            }
        }
    }
}
