package import DiagnosticModel
package import SwiftMigPlatform

extension OutputError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic(
            "write_failed",
            "write failed: \(system.reason); the output is incomplete, but the changes that the command made remain",
            hints: ["see where the database is: swiftmig current"],
            exitCode: .writeFailed
        )
    }
}
