package import DiagnosticModel
package import SwiftMigPlatform

extension FileError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch operation {
        case .read, .listFolder:
            Diagnostic(
                "cannot_read",
                message,
                hints: [reason == .notUTF8 ? "save it as UTF-8" : "ls -l \(path)"],
                location: SourceLocation(file: path),
                exitCode: .configuration
            )
        case .write, .makeFolder, .remove:
            Diagnostic(
                "cannot_write",
                message,
                hints: isRefusedBySystem ? [hint, WritingHint.repetition] : [hint],
                exitCode: isRefusedBySystem ? .writeFailed : .failed
            )
        }
    }

    private var isRefusedBySystem: Bool {
        if case .system = reason { true } else { false }
    }

    /// The command that shows or fixes the cause.
    package var hint: String {
        if case .system(let error) = reason { WritingHint.command(for: path, error) } else { "ls -l \(path)" }
    }

    var message: String {
        switch operation {
        case .read, .listFolder: "\(path) cannot be read: \(cause)"
        case .write: "cannot write \(path): \(cause)"
        case .makeFolder: "cannot make the folder \(path): \(cause)"
        case .remove: "cannot remove \(path): \(cause)"
        }
    }

    package var cause: String {
        switch reason {
        case .system(let error): error.reason
        case .exists: "a file with this name already exists"
        case .danglingLink: "it is a broken symbolic link"
        case .folder: "it is a folder"
        case .noRegularFile: "it is not a regular file"
        case .notUTF8: "it is not UTF-8 text"
        case .tooLarge(let bytes): "it has more than \(bytes >> 20) MB"
        }
    }
}
