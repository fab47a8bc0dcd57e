import DiagnosticModel
import Revisions
import SwiftMigDiagnostics
import SwiftMigPlatform
import Testing

@Suite struct FileDiagnosticsTests {
    @Test(arguments: [
        (FileError(.write, "a/b", .system(.noSpace)), ExitCode.writeFailed),
        (FileError(.makeFolder, "a/b", .system(.noAccess)), .writeFailed),
        (FileError(.remove, "a/b", .system(.noAccess)), .writeFailed),
        (FileError(.write, "a/b", .exists), .failed),
        (FileError(.read, "a/b", .system(.noAccess)), .configuration),
    ])
    func filesHaveTheirExitCode(_ error: FileError, code: ExitCode) {
        #expect(error.diagnostic.exitCode == code)
    }

    @Test func aRevisionOnAFullDisk() {
        let diagnostic = RevisionFileError.unwritable(path: "migrations/aa.sql", .noSpace).diagnostic
        #expect(diagnostic.exitCode == .writeFailed)
        #expect(diagnostic.hints.first?.hasPrefix("df -h ") == true)
        #expect(diagnostic.hints.last == "then run the command again")
    }
}
