internal import CMariaDB
internal import SwiftMigPlatform

/// The progress of a statement, as the server reports it.
package struct ServerProgress: Hashable, Sendable {
    /// Starts at 1. A statement may have several stages, such as copying and building keys.
    package var stage: Int
    package var stages: Int
    /// The progress of this stage, from 0 to 100.
    package var percent: Double
    /// The server's name for the stage.
    package var activity: String

    package init(stage: Int, stages: Int, percent: Double, activity: String) {
        (self.stage, self.stages, self.percent, self.activity) = (stage, stages, percent, activity)
    }
}

/// Passes on MariaDB's progress reports, which the library delivers, with only the handle, while it waits for an
/// answer.
enum ProgressReports {
    private static let receivers = Monitor<[UInt: @Sendable (ServerProgress) -> Void]>([:])

    static func receive(from handle: UnsafeMutablePointer<MYSQL>, _ receiver: (@Sendable (ServerProgress) -> Void)?) {
        receivers.access { $0[UInt(bitPattern: handle)] = receiver }
    }

    fileprivate static func handOver(_ progress: ServerProgress, from handle: UnsafePointer<MYSQL>?) {
        receivers.access { $0[UInt(bitPattern: handle)] }?(progress)
    }

    /// Requests the reports. Must be called before the login.
    static func ask(_ handle: UnsafeMutablePointer<MYSQL>) {
        swiftmig_ask_for_progress(handle, reportProgress)
    }
}

/// The library's callback.
private func reportProgress(
    _ handle: UnsafePointer<MYSQL>?,
    _ stage: UInt32,
    _ stages: UInt32,
    _ percent: Double,
    _ activity: UnsafePointer<CChar>?,
    _ length: UInt32
) {
    let bytes = UnsafeRawBufferPointer(start: activity, count: activity == nil ? 0 : Int(length))
    let progress = ServerProgress(
        stage: Int(stage),
        stages: Int(stages),
        percent: percent,
        activity: String(decoding: bytes, as: UTF8.self)
    )
    ProgressReports.handOver(progress, from: handle)
}

extension Connection {
    /// Receives the server's progress reports while `execute` waits for a statement. MariaDB sends them every
    /// `progress_report_time` seconds for ALTER TABLE and some other statements. The executing thread calls the
    /// receiver.
    package func receiveProgress(_ receiver: (@Sendable (ServerProgress) -> Void)?) {
        if let handle { ProgressReports.receive(from: handle, receiver) }
    }
}
