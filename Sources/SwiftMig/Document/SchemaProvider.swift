#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A program that prints the models for `swiftmig`.
///
/// ```swift
/// @main struct Schema: SchemaProvider {
///     static var metadata: Metadata { Metadata(User.self, Team.self) }
/// }
/// ```
///
/// Its standard output contains only the schema document. Anything else that the program prints goes to standard error.
/// It exits with 0, or with 1 after printing the problems of the metadata and their places to standard error.
public protocol SchemaProvider {
    /// The schema that the database should have.
    static var metadata: Metadata { get }
}

extension SchemaProvider {
    /// Prints the document and exits.
    public static func main() {
        // The output of a model must not get into the document.
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

/// Outside the type, in which `write` would be its own method.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
