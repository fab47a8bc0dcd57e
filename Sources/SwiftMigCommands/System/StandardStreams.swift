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
    ///
    /// - Throws: `OutputError`, as on a full disk.
    package func write(_ text: String) throws(OutputError) {
        var text = text
        let failure: Int32? = text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = systemWrite(descriptor, UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: rest)))
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&waiting, 1, -1)
                } else if errno != EINTR {
                    return errno
                }
            }
            return nil
        }
        if let failure { throw OutputError(errno: failure) }
    }

    /// Writes the text where nothing depends on it.
    package func tryToWrite(_ text: String) {
        do { try write(text) } catch {
            // Nobody reads along, and there is no other place to say so.
        }
    }

    /// Keeps a stream that the process was started without from becoming the next file or connection that it opens: writing to it
    /// then fails, as it should.
    package static func reserveStandardStreams() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }
}

/// Output that could not be written.
package struct OutputError: Error, Hashable, Sendable {
    package var errno: Int32
    /// The system's own words.
    package var reason: String { String(cString: strerror(errno)) }
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
