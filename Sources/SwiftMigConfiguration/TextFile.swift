#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Text files as strings.
package enum TextFile {
    /// Larger than any file that a person writes; keeps a wrong path from filling the memory.
    private static let largestSize = 256 << 20

    /// Reads a whole UTF-8 file.
    package static func read(_ path: String) throws(FileError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw systemError(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // Qualified: `read` alone is this function.
            let count = chunk.withUnsafeMutableBytes { posixRead(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw systemError(path) }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
            if bytes.count > largestSize { throw FileError(path: path, reason: .tooLarge(bytes: bytes.count)) }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        // Decoding repairs what is no UTF-8, and then the text is another than the file.
        guard text.utf8.count == bytes.count, isSame(text, bytes) else { throw FileError(path: path, reason: .notUTF8) }
        return text
    }

    /// Whether two of the same length are the same, as one block: byte by byte takes longer than reading the file.
    private static func isSame(_ text: String, _ bytes: [UInt8]) -> Bool {
        var text = text
        return text.withUTF8 { text in
            bytes.withUnsafeBytes { bytes in
                // An empty one has no address.
                guard let first = text.baseAddress, let second = bytes.baseAddress else { return true }
                return memcmp(first, second, text.count) == 0
            }
        }
    }

    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// The files that match a glob pattern, in alphabetical order.
    package static func matches(of pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
    }

    private static func systemError(_ path: String) -> FileError {
        let number = errno
        return FileError(path: path, reason: .system(errno: number, message: String(cString: strerror(number))))
    }
}

private func posixRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
