/// The offsets of a time zone from UTC, read from a compiled file of the tz database (RFC 9636).
///
/// The C library only knows the time zone of the process, and changing that would change the environment of all
/// threads.
package struct TimeZoneFile {
    private static let folders = ["/usr/share/zoneinfo/", "/usr/lib/zoneinfo/", "/var/db/timezone/zoneinfo/"]

    /// Times in seconds since 1970, and the offset in seconds from each time on.
    private var transitions: [(moment: Int, offset: Int)] = []
    /// The offset before the first transition.
    private var firstOffset = 0
    /// The rule after the last transition.
    private var rule: TimeZoneRule?

    /// Returns nil if this machine has no such time zone.
    ///
    /// - Parameter name: A name of the tz database, such as `Europe/Berlin`.
    package init?(named name: String) {
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 }), !name.contains(".."), !name.hasPrefix("/") else {
            return nil
        }
        for folder in Self.folders {
            // If one folder does not have it, another may.
            guard let bytes = try? FileSystem.contents(of: folder + name, upTo: 1 << 20) else { continue }
            self.init(bytes)
            return
        }
        return nil
    }

    init?(_ bytes: [UInt8]) {
        var reader = BigEndianReader(bytes: bytes)
        guard let first = Header(&reader) else { return nil }
        var header = first
        if first.version >= UInt8(ascii: "2") {
            // A version with four-byte numbers comes first.
            guard reader.skip(first.size(ofTime: 4)), let second = Header(&reader) else { return nil }
            header = second
        }
        let timeSize = first.version >= UInt8(ascii: "2") ? 8 : 4
        guard header.size(ofTime: timeSize) <= reader.rest.count else { return nil }
        let moments = (0..<header.transitions).map { _ in reader.integer(timeSize) }
        let kinds = (0..<header.transitions).map { _ in reader.integer(1) }
        let offsets = (0..<header.types).map { _ in
            let offset = reader.integer(4)
            return reader.skip(2) ? offset : nil
        }
        firstOffset = offsets.first.flatMap { $0 } ?? 0
        for (moment, kind) in zip(moments, kinds) {
            guard let moment, let kind, offsets.indices.contains(kind), let offset = offsets[kind] else { return nil }
            transitions.append((moment, offset))
        }
        guard reader.skip(header.names + header.leaps * (timeSize + 4) + header.standards + header.universals) else {
            return nil
        }
        let footer = reader.rest.split(separator: UInt8(ascii: "\n")).first
        rule = footer.flatMap { TimeZoneRule(String(decoding: $0, as: UTF8.self)) }
    }

    /// The offset from UTC in seconds at a time in seconds since 1970.
    package func offset(at epoch: Int) -> Int {
        guard let last = transitions.last else { return rule?.offset(at: epoch) ?? firstOffset }
        if epoch >= last.moment { return rule?.offset(at: epoch) ?? last.offset }
        return transitions.last { $0.moment <= epoch }?.offset ?? firstOffset
    }

    private struct Header {
        var version: UInt8
        var universals, standards, leaps, transitions, types, names: Int

        init?(_ reader: inout BigEndianReader) {
            guard reader.take(Array("TZif".utf8)), let version = reader.integer(1), reader.skip(15) else { return nil }
            self.version = UInt8(truncatingIfNeeded: version)
            var counts: [Int] = []
            for _ in 0..<6 {
                guard let count = reader.integer(4), count >= 0 else { return nil }
                counts.append(count)
            }
            (universals, standards, leaps) = (counts[0], counts[1], counts[2])
            (transitions, types, names) = (counts[3], counts[4], counts[5])
        }

        func size(ofTime bytes: Int) -> Int {
            transitions * (bytes + 1) + types * 6 + names + leaps * (bytes + 4) + standards + universals
        }
    }
}

/// Reads big-endian numbers.
private struct BigEndianReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var rest: ArraySlice<UInt8> { bytes[position...] }

    mutating func skip(_ count: Int) -> Bool {
        guard count <= bytes.count - position else { return false }
        position += count
        return true
    }

    mutating func take(_ mark: [UInt8]) -> Bool {
        guard rest.starts(with: mark) else { return false }
        return skip(mark.count)
    }

    /// Reads a number of 1, 4 or 8 bytes. Numbers of 4 and 8 bytes are signed.
    mutating func integer(_ count: Int) -> Int? {
        guard count <= bytes.count - position else { return nil }
        let number = bytes[position..<position + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        position += count
        return count == 4 ? Int(Int32(truncatingIfNeeded: number)) : Int(Int64(truncatingIfNeeded: number))
    }
}
