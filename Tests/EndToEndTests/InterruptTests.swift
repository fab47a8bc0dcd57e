import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Ctrl-C and SIGTERM while the server executes a statement.
@Suite struct InterruptTests {
    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func aSignalStopsTheStatement(_ signal: Int32, _ code: Int32) throws {
        let stuck = try StuckRun()
        stuck.run.send(signal)
        try stuck.expectStopped(try stuck.run.wait(), code: code)
    }

    @Test(.timeLimit(.minutes(Patience.minutes))) func aTerminalIsAskedFirst() throws {
        let stuck = try StuckRun(isOnTerminal: true)
        stuck.run.interrupt()
        try waitUntil { try stuck.isAsked() }
        #expect(try stuck.isAtWork())
        stuck.type("yes\n")
        try stuck.expectStopped(try stuck.run.wait(), code: 130)
    }

    @Test(.timeLimit(.minutes(Patience.minutes))) func anyOtherAnswerGoesOn() throws {
        let stuck = try StuckRun(isOnTerminal: true)
        stuck.run.interrupt()
        try waitUntil { try stuck.isAsked() }
        stuck.type("no\n")
        try stuck.keeper.execute("COMMIT")
        try expect(try stuck.run.wait(), code: 0)
        #expect(try stuck.admin.execute("SELECT n FROM t ORDER BY n").rows.map { $0[0] } == ["1", "2"])
    }

    /// The statement ends while the question is open, so no answer is needed.
    @Test(.timeLimit(.minutes(Patience.minutes))) func theQuestionHoldsNothingUp() throws {
        let stuck = try StuckRun(isOnTerminal: true)
        stuck.run.interrupt()
        try waitUntil { try stuck.isAsked() }
        try stuck.keeper.execute("COMMIT")
        try expect(try stuck.run.wait(), code: 0)
    }

    /// A second Ctrl-C ends the process at once, and leaves the statement to the server.
    @Test(.timeLimit(.minutes(Patience.minutes))) func aSecondOneEndsAtOnce() throws {
        let stuck = try StuckRun(isOnTerminal: true)
        stuck.run.interrupt()
        try waitUntil { try stuck.isAsked() }
        stuck.run.interrupt()
        let outcome = try stuck.run.wait()
        #expect(outcome.code == SIGINT, "the signal's number: \(outcome)")
        #expect(outcome.err.contains("the server may still be running it"), "\(outcome)")
        try stuck.keeper.execute("COMMIT")
        try expect(stuck.project.swiftmig("upgrade"), code: 0)
        #expect(try stuck.admin.execute("SELECT n FROM t ORDER BY n").rows.map { $0[0] } == ["1", "2"])
    }

    /// The progress line would overwrite the question.
    @Test(.timeLimit(.minutes(Patience.minutes))) func nothingIsDrawnOverTheQuestion() throws {
        let question = "Stop this statement? What it has done is taken back. [y/N] "
        let stuck = try StuckRun(isOnTerminal: true, showsErrors: true)
        let terminal = try #require(stuck.terminal)
        try waitUntil { terminal.output().contains("so far") }
        stuck.run.interrupt()
        try waitUntil { terminal.output().contains(question) }
        // The line is drawn every second.
        Thread.sleep(forTimeInterval: 2.5)
        #expect(terminal.output().hasSuffix(question), "\(terminal.output())")
        stuck.type("no\n")
        try waitUntil { terminal.output().components(separatedBy: question).last?.contains("so far") ?? false }
        try stuck.keeper.execute("COMMIT")
        try expect(try stuck.run.wait(), code: 0)
    }
}
