import MariaDBClient
import Testing

@testable import SwiftMigCommands

@Suite struct ProgressLineTests {
    private static let copying = ServerProgress(stage: 1, stages: 2, percent: 43.7, activity: "copy to tmp table")

    @Test(
        arguments: [
            (nil, Duration.seconds(12), true, "statement 2 of 5, 12 s so far"),
            (
                copying, .seconds(187), true,
                "statement 2 of 5 [########............] 43 %, copy to tmp table (stage 1 of 2), 3 m 07 s so far"
            ),
            (
                copying, .seconds(3725), false,
                "statement 2 of 5 43 %, copy to tmp table (stage 1 of 2), 1 h 02 m so far"
            ),
            (
                ServerProgress(stage: 1, stages: 1, percent: 250, activity: ""), .zero, true,
                "statement 2 of 5 [####################] 100 %, 0 s so far"
            ),
        ] as [(ServerProgress?, Duration, Bool, String)]
    )
    func saysHowFarItIs(_ progress: ServerProgress?, _ elapsed: Duration, _ isTerminal: Bool, _ text: String) {
        let line = ProgressLine(number: 2, count: 5, elapsed: elapsed, progress: progress)
        #expect(line.text(isTerminal: isTerminal) == text)
    }
}
