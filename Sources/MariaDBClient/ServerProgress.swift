internal import BackgroundWork
internal import CMariaDB

/// How far the server is with a statement, as it says while it is at it.
package struct ServerProgress: Hashable, Sendable {
    /// From 1; a statement may have several stages, such as the copying and the keys.
    package var stage: Int
    package var stages: Int
    /// Of this stage, 0 to 100.
    package var percent: Double
    /// The server's name for what it does.
    package var activity: String

    package init(stage: Int, stages: Int, percent: Double, activity: String) {
        (self.stage, self.stages, self.percent, self.activity) = (stage, stages, percent, activity)
    }
}

/// MariaDB's reports, which the library hands over while it waits for the answer. It knows the handle alone.
enum ProgressReports {
    private static let receivers = Monitor<[UInt: @Sendable (ServerProgress) -> Void]>([:])

    static func receive(from handle: UnsafeMutablePointer<MYSQL>, _ receiver: (@Sendable (ServerProgress) -> Void)?) {
        receivers.access { $0[UInt(bitPattern: handle)] = receiver }
    }

    fileprivate static func handOver(_ progress: ServerProgress, from handle: UnsafePointer<MYSQL>?) {
        receivers.access { $0[UInt(bitPattern: handle)] }?(progress)
    }

    /// Asks the server for them; to be done before the login.
    static func ask(_ handle: UnsafeMutablePointer<MYSQL>) {
        swiftmig_ask_for_progress(handle, reportProgress)
    }
}

/// What the library calls.
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
    /// Receives what the server says of a statement's progress while `execute` waits for it: MariaDB does, of ALTER TABLE and of some
    /// others, every `progress_report_time` seconds. Called by the thread that executes.
    package func receiveProgress(_ receiver: (@Sendable (ServerProgress) -> Void)?) {
        if let handle { ProgressReports.receive(from: handle, receiver) }
    }
}
