package import SchemaModel
internal import SwiftMigDiagnostics

extension FileSystemError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch operation {
        case .createFolder:
            Diagnostic("cannot_write", "cannot make the folder \(path): \(reason)", hints: hints)
        case .createFile:
            Diagnostic("cannot_write", "cannot write \(path): \(reason)", hints: hints)
        }
    }

    private var hints: [String] { [WritingHint.command(for: path, reason: reason)] }
}

extension OutputError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic(
            "write_failed",
            "write failed: \(reason); the output is not complete, and what the command changed is changed",
            hints: ["see where the database is: swiftmig current"],
            exitCode: .writeFailed
        )
    }
}
