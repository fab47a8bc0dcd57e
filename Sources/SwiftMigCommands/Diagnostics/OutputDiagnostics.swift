package import DiagnosticModel
package import SwiftMigPlatform

extension OutputError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic(
            "write_failed",
            "write failed: \(system.reason); the output is not complete, and what the command changed is changed",
            hints: ["see where the database is: swiftmig current"],
            exitCode: .writeFailed
        )
    }
}
