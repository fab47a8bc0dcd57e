import SchemaModel
import Testing

/// Durations and hashes as text and numbers.
struct TextTests {
    @Test(
        "Durations as settings spell them",
        arguments: [
            ("500ms", .milliseconds(500)), ("0s", .zero), ("10s", .seconds(10)), ("2m", .seconds(120)),
            ("1h", .seconds(3600)), ("1000000000h", .seconds(3_600_000_000_000)), ("", nil), ("s", nil), ("10", nil),
            ("10 s", nil), ("-1s", nil), ("1.5s", nil), ("1d", nil), ("10S", nil), ("1000000001s", nil),
            ("99999999999999999999s", nil), ("１s", nil),
        ] as [(String, Duration?)]
    )
    func duration(_ text: String, _ duration: Duration?) {
        #expect(Duration(text: text) == duration)
    }

    @Test(
        "What lock_wait_timeout accepts",
        arguments: [
            (.seconds(1), 1), (.seconds(3600), 3600), (.zero, nil), (.milliseconds(1500), nil), (.seconds(3601), nil),
            (.seconds(-5), nil),
        ] as [(Duration, Int?)]
    )
    func lockWait(_ duration: Duration, _ seconds: Int?) {
        #expect(duration.lockWaitSeconds == seconds)
    }

    @Test(
        "Durations for messages",
        arguments: [
            (.zero, "0.0", 0), (.milliseconds(12), "12.0", 0.012), (.microseconds(12_390), "12.3", 0.01239),
            (.seconds(61), "61000.0", 61), (.nanoseconds(1_999), "0.0", 0.000001),
        ] as [(Duration, String, Double)]
    )
    func words(_ duration: Duration, _ milliseconds: String, _ seconds: Double) {
        #expect(duration.milliseconds == milliseconds)
        #expect(duration.inSeconds == seconds)
    }

    /// The published test vectors of FNV-1a.
    @Test(
        arguments: [
            ("", 0xcbf2_9ce4_8422_2325, 0x811c_9dc5), ("a", 0xaf63_dc4c_8601_ec8c, 0xe40c_292c),
            ("foobar", 0x8594_4171_f739_67e8, 0xbf9c_f968),
        ] as [(String, UInt64, UInt32)]
    )
    func hash(_ text: String, _ long: UInt64, _ short: UInt32) {
        var (longHash, shortHash) = (FNV1a<UInt64>(), FNV1a<UInt32>())
        // Bytes may come in parts.
        for byte in text.utf8 {
            longHash.combine([byte])
            shortHash.combine([byte])
        }
        #expect(longHash.value == long)
        #expect(shortHash.value == short)
    }
}
