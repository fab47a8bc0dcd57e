#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A file descriptor that text goes to.
package struct TextStream: Sendable {
    private let descriptor: Int32

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    package static let standardOutput = TextStream(descriptor: 1)
    package static let standardError = TextStream(descriptor: 2)

    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes all of the text. A reader that went away ends the process, as it does for every filter.
    package func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = systemWrite(descriptor, UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: rest)))
                if count < 0 {
                    if errno == EINTR || errno == EAGAIN { continue }
                    return
                }
                rest = rest.dropFirst(count)
            }
        }
    }
}

/// Standard input, for questions.
package enum StandardInput {
    package static var isTerminal: Bool { isatty(0) == 1 }

    package static func line() -> String? {
        readLine()
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
