internal import CSwiftMigPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A pipe. Each end is closed once, at the latest on deinit. A program inherits an end only as its `Launch.output`, so
/// that one started by another thread does not keep the pipe open.
package final class OutputPipe {
    package private(set) var readEnd: Int32
    package private(set) var writeEnd: Int32

    package init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        guard swiftmig_pipe(&ends) == 0 else { throw .last }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        closeWriteEnd()
        close(readEnd)
    }

    /// Closes the write end. A reader waits for more while any process has it open.
    package func closeWriteEnd() {
        if writeEnd >= 0 { close(writeEnd) }
        writeEnd = -1
    }

    /// Reads until all writers have closed the pipe.
    ///
    /// - Returns: nil if the deadline passes first.
    package func readAll(until end: ContinuousClock.Instant?) throws(SystemError) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end, !isReadable(until: end) { return nil }
            let count = chunk.withUnsafeMutableBytes { read(readEnd, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw .last }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    private func isReadable(until end: ContinuousClock.Instant) -> Bool {
        while true {
            let left = (end - .now).components
            let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
            guard milliseconds > 0 else { return false }
            var request = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
            let count = poll(&request, 1, Int32(min(milliseconds + 1, 60_000)))
            if count > 0 { return true }
            if count < 0, errno != EINTR { return true }
        }
    }
}
