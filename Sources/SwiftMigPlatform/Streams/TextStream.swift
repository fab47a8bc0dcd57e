#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
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
        let failure = text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
        if let failure { throw OutputError(system: failure) }
    }

    /// Writes the text where nothing depends on it.
    package func tryToWrite(_ text: String) {
        do { try write(text) } catch {
            // Nobody reads along, and there is no other place to say so.
        }
    }

    /// Sends what the process prints from now on to standard error.
    ///
    /// - Returns: what was standard output.
    package static func divertStandardOutput() throws(SystemError) -> TextStream {
        fflush(nil)
        let output = dup(STDOUT_FILENO)
        guard output >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else { throw .last }
        return TextStream(descriptor: output)
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
    package var system: SystemError
}

/// Standard input, for questions.
package enum StandardInput {
    package static var isTerminal: Bool { isatty(0) == 1 }

    package static func line() -> String? {
        readLine()
    }

    /// Waits until there is something to read, and no longer than a time.
    package static func isReadable(within milliseconds: Int32) -> Bool {
        var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        return poll(&input, 1, milliseconds) > 0
    }
}
