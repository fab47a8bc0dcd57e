import Foundation
import Testing

@testable import SwiftMigPlatform

struct TimeZoneTests {
    private static let zones = [
        "Europe/Berlin", "Pacific/Auckland", "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Tehran",
        "Africa/Casablanca", "Africa/Cairo", "Europe/Dublin", "Australia/Lord_Howe", "Antarctica/Troll", "Asia/Gaza",
        "UTC",
    ]

    /// Foundation has the same database and a reader of its own.
    @Test(arguments: zones)
    func offsetsAreThoseOfFoundation(_ name: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        let file = try #require(TimeZoneFile(named: name))
        // Every 50 hours from 1900 to 2036: Foundation's own rules end in 2037.
        for epoch in stride(from: -2_208_988_800, to: 2_114_380_800, by: 180_000) {
            let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(epoch)))
            guard file.offset(at: epoch) != expected else { continue }
            Issue.record("\(name) at \(epoch): \(file.offset(at: epoch)), not \(expected)")
            return
        }
    }

    /// What comes after the list of a file.
    @Test(arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_746_000, 7200), ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_745_999, 3600),
        ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_890_000, 3600), ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_889_999, 7200),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", 1_767_225_600, 46800), ("NZST-12NZDT,M9.5.0,M4.1.0/3", 1_780_272_000, 43200),
        ("<+0330>-3:30", 0, 12600), ("EST5EDT,M3.2.0,M11.1.0", 1_780_272_000, -14400),
        ("<-03>3<-02>,M3.5.0/-1,M10.5.0/0", 1_780_272_000, -7200), ("AAA0BBB,J60,J300", 1_772_294_400, 0),
        ("AAA0BBB,J60,J300", 1_772_330_400, 3600), ("AAA0BBB,59,300", 1_772_330_400, 3600), ("UTC0", 1, 0),
    ])
    func rulesOfEveryYear(_ rule: String, _ epoch: Int, _ offset: Int) throws {
        #expect(try #require(TimeZoneRule(rule)).offset(at: epoch) == offset)
    }

    @Test(arguments: ["", "5", "EST", "EST5EDT", "EST5EDT,M3.2", "EST5EDT,M13.2.0,M11.1.0", "EST5x", "<EST5"])
    func whatIsNoRule(_ text: String) {
        #expect(TimeZoneRule(text) == nil)
    }

    @Test(arguments: ["Europe/Nowhere", "", "../../etc/passwd", "/etc/localtime", "Europe", "tzdata.zi"])
    func whatIsNoZone(_ name: String) {
        #expect(TimeZoneFile(named: name) == nil)
    }
}
