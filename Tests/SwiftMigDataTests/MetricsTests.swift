#if Metrics
import CoreMetrics
import DatabaseSettings
import MariaDBClient
import MetricsTestKit
import SwiftMigData
import TestSupport
import Testing

/// The metrics of an engine, with the package trait `Metrics`.
@Suite struct MetricsTests {
    @Test func anEngineMeasuresWhatItDoes() async throws {
        let metrics = TestMetrics()
        let fixture = try withMetricsFactory(metrics) {
            try EngineFixture(PoolOptions(size: 2, maxOverflow: 0, timeout: .zero))
        }
        let engine = fixture.engine
        func count(_ state: String) -> Double? {
            let meters = metrics.meters(label: "db.client.connection.count")
            return meters.first { $0.dimensions.contains { $0.1 == state } }?.lastValue
        }

        try await engine.session { one in
            try await one.execute("INSERT INTO tags (name) VALUES ('red')")
            #expect(count("used") == 1 && count("idle") == 0)
            try await engine.session { two in
                try await two.execute("DO 1")
                #expect(count("used") == 2)
                await #expect(throws: DatabaseError.self) { try await engine.execute("DO 1") }
            }
        }
        #expect(count("used") == 0 && count("idle") == 2)
        await #expect(throws: DatabaseError.self) {
            try await engine.execute("INSERT INTO tags (name) VALUES (\("red")), (\("red"))")
        }

        let pool = fixture.database.settings.address.place + "/" + (fixture.database.settings.database ?? "")
        let timers = ["create_time", "wait_time"].map { metrics.timers(label: "db.client.connection.\($0)") }
        #expect(timers.map { $0.map(\.values.count) } == [[2], [3]])
        #expect(metrics.counterTotal(label: "db.client.connection.timeouts") == 1)
        for timer in timers.joined() { #expect(timer.dimensions.map(\.1) == [pool]) }
        let durations = metrics.timers(label: "db.client.operation.duration")
        let errors = durations.map { timer in timer.dimensions.first { $0.0 == "error.type" }?.1 }
        #expect(Set(errors) == [nil, "1062"])
        #expect(durations.allSatisfy { $0.values.allSatisfy { $0 > 0 } })
        #expect(durations.allSatisfy { $0.dimensions.contains { ["mariadb", "mysql"].contains($0.1) } })
        await fixture.end()
        #expect(count("used") == 0 && count("idle") == 0)
    }
}
#endif
