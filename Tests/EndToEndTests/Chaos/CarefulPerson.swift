#if os(Linux)
import Foundation
import MariaDBClient
import SQLStatements
import ServerPort
import TestSupport

/// Answers the question of a run: looks in the database whether a statement ran, and runs the command that the question
/// gives.
struct CarefulPerson {
    let chain: ChaosChain
    let project: Project
    let session: Connection

    /// The command in a hint, and the statement at which the run then continues.
    private struct Command {
        var text: String
        var next: Int

        init(in hint: String) throws {
            guard let start = hint.range(of: "UPDATE "), let assigned = hint.range(of: "next_statement = "),
                let next = Int(hint[assigned.upperBound...].prefix { $0.isNumber })
            else { throw TestSupportError("no command in: \(hint)") }
            text = String(hint[start.lowerBound...])
            self.next = next
        }
    }

    /// - Throws: If the outcome is not a question that has to be asked.
    func answer(_ outcome: Project.Outcome) throws {
        let hints = try hints(of: outcome)
        let entry = try session.execute(
            "SELECT revision, direction, next_statement FROM swiftmig_journal WHERE state <> 'done' ORDER BY id DESC LIMIT 1"
        ).rows.first
        guard let entry, let revision = entry[0], let place = chain.index(of: revision), let done = entry.int(2) else {
            throw TestSupportError("a question without an entry: \(outcome)")
        }
        let script = chain.script(place, isUpgrade: entry[1] == "upgrade")
        let statements = try StatementSplitter.split(script).statements.map(\.text)
        if hints.first?.hasPrefix("write the value of ") == true {
            return try writeValues(into: "migrations/\(revision).sql", statements[done...], outcome)
        }
        guard hints.count == 3 else { throw TestSupportError("an unknown question: \(outcome)") }
        let (ran, didNot) = (try Command(in: hints[0]), try Command(in: hints[1]))
        guard didNot.next < ran.next, ran.next <= statements.count else {
            throw TestSupportError("a question about no statement: \(outcome)")
        }
        let traces = statements[didNot.next..<ran.next].compactMap { chain.traces[$0] }
        guard !traces.isEmpty else { throw TestSupportError("asked what can be told: \(outcome)") }
        let marks = try traces.reduce(0) { try $0 + (session.execute($1.look).rows.first?.int(0) ?? 0) }
        let whole = traces.reduce(0) { $0 + $1.whole }
        guard marks <= whole else { throw TestSupportError("\(marks) marks in place of \(whole): \(outcome)") }
        if marks == whole {
            try session.execute(ran.text)
        } else {
            if marks > 0 { for trace in traces { try trace.takeBack.forEach { try session.execute($0) } } }
            try session.execute(didNot.text)
        }
    }

    private func writeValues(into path: String, _ statements: ArraySlice<String>, _ outcome: Project.Outcome) throws {
        let text = try project.read(path)
        let edited = statements.reduce(text) { text, statement in
            chain.replacements[statement].map { text.replacingOccurrences(of: statement, with: $0) } ?? text
        }
        guard edited != text else { throw TestSupportError("nothing in the file needs it: \(outcome)") }
        try project.write(path, edited)
    }
}
#endif
