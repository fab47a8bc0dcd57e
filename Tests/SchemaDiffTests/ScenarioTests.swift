import Foundation
import Testing

/// The golden scenarios in `Scenarios`. Each gives exactly the output in its file, runs, reaches what a fresh database
/// would have, leaves no further changes, and its downgrade restores exactly what was there. Each is then run again
/// with rows in every table.
///
/// `scripts/record-scenarios` (SWIFTMIG_RECORD=1) writes the output into the files instead.
struct ScenarioTests {
    private static let isRecording = ProcessInfo.processInfo.environment["SWIFTMIG_RECORD"] == "1"
    private static let scenarios = Result { try ScenarioFile.all() }
    /// SWIFTMIG_SCENARIOS chooses the scenarios whose path contains a text.
    private static let chosen: [ScenarioFile] = {
        let part = ProcessInfo.processInfo.environment["SWIFTMIG_SCENARIOS"] ?? ""
        return ((try? scenarios.get()) ?? []).filter { part.isEmpty || $0.name.contains(part) }
    }()

    @Test func thereAreScenarios() throws {
        #expect(try Self.scenarios.get().count >= 150)
    }

    @Test(arguments: try chosen.filter { $0.runs(on: try LiveDatabase.sharedProfile) })
    func doesWhatTheFileSays(_ file: ScenarioFile) throws {
        let run = try ScenarioRun(file)
        let outcome = try run.made().outcome { schemas in
            if !Self.isRecording { try ScenarioRun(file).made().checkOverRows(schemas) }
        }
        if Self.isRecording {
            var file = file
            file.record(outcome, on: run.profile)
            try file.text.write(toFile: file.path, atomically: true, encoding: .utf8)
            return
        }
        for name in ScenarioFile.outputs {
            let (actual, expected) = (outcome[name] ?? "", file.text(name, on: run.profile))
            #expect(actual == expected, "\(name):\n\(actual)\nexpected:\n\(expected)")
        }
    }
}
