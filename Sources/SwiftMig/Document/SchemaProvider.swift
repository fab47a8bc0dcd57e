internal import SwiftMigPlatform

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
        let output: TextStream
        do {
            // The output of a model must not get into the document.
            output = try TextStream.divertStandardOutput()
        } catch {
            fail("error: \(error.reason)")
        }
        let document: String
        do {
            document = try metadata.document()
        } catch {
            fail(error.description)
        }
        do {
            try output.write(document)
        } catch {
            fail("error: cannot write the document: \(error.system.reason)")
        }
        CurrentProcess.exit(0)
    }

    private static func fail(_ message: String) -> Never {
        TextStream.standardError.tryToWrite(message + "\n")
        CurrentProcess.exit(1)
    }
}
