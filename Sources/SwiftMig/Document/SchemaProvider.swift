#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The program that prints the models for `swiftmig`.
///
/// ```swift
/// @main struct Schema: SchemaProvider {
///     static var metadata: Metadata { Metadata(User.self, Team.self) }
/// }
/// ```
///
/// Its standard output is the schema document and nothing else: whatever the program prints meanwhile goes to standard
/// error. It ends with 0, or with 1 after it has said on standard error what is wrong with the metadata and where.
public protocol SchemaProvider {
    /// What the database shall hold.
    static var metadata: Metadata { get }
}

extension SchemaProvider {
    /// Prints the document and ends the program.
    public static func main() {
        // What a model prints must not get into the document.
        fflush(nil)
        let output = dup(STDOUT_FILENO)
        guard output >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else { fail("error: \(systemError)") }
        do {
            let document = try metadata.document()
            fflush(nil)
            guard write(document, to: output) else { fail("error: cannot write the document: \(systemError)") }
        } catch {
            fail(error.description)
        }
        exit(0)
    }

    private static func fail(_ message: String) -> Never {
        _ = write(message + "\n", to: STDERR_FILENO)
        exit(1)
    }

    private static var systemError: String { String(cString: strerror(errno)) }

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// Out of the type, where `write` is the type's own.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
