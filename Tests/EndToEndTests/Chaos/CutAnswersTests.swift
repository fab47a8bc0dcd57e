#if os(Linux)
import Foundation
import MariaDBClient
import ServerPort
import DatabaseSettings
import TestSupport
import Testing

/// Tests of answers that arrive only in part.
@Suite("Cut answers")
struct CutAnswersTests {
    private static let batch = [
        "SELECT 1 AS a", "DO 0", "SELECT 'x' AS b FROM (SELECT 1) AS t WHERE 0", "SHOW WARNINGS", "SELECT 2, 3",
    ]

    /// Wherever the network fails, a batch gives all its results or reports that the connection is lost.
    @Test func aBatchIsNeverTakenForDone() throws {
        guard case .socket(let socket) = try PrivateServer.shared.settings.address else { return }
        let place = "/tmp/smig-cut-\(UInt32.random(in: .min ... .max))"
        let proxy = try CuttingProxy(to: socket, at: place)
        defer { proxy.close() }
        func connect() throws -> Connection { try Connection.open(testURL: "mysql://root@localhost/?socket=\(place)") }
        let session = try connect()
        proxy.allow(until: nil)
        try session.execute(all: Self.batch)
        let packets = proxy.allow(until: nil)
        let parts: [CuttingProxy.Part?] =
            [nil] + (1...3).map { .header($0) } + stride(from: 0, to: 1, by: 0.05).map { .payload(fraction: $0) }
        for packet in 0..<packets {
            for part in parts {
                proxy.allow(until: nil)
                let session = try connect()
                proxy.allow(until: CuttingProxy.Cut(packets: packet, part: part))
                do {
                    let results = try session.execute(all: Self.batch)
                    Issue.record("packet \(packet), \(String(describing: part)): \(results.count) results")
                } catch let error as ServerError {
                    #expect(error.isConnectionLost, "packet \(packet), \(String(describing: part)): \(error)")
                }
            }
        }
    }
}
#endif
