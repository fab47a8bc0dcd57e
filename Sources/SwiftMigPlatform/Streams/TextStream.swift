#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A file descriptor for text output.
package struct TextStream: Sendable {
    private let descriptor: Int32

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    package static let standardOutput = TextStream(descriptor: 1)
    package static let standardError = TextStream(descriptor: 2)

    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes the whole text. If the reader has closed the pipe, SIGPIPE ends the process, as with every filter.
    ///
    /// - Throws: `OutputError`, as on a full disk.
    package func write(_ text: String) throws(OutputError) {
        var text = text
        let failure = text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
        if let failure { throw OutputError(system: failure) }
    }

    /// Writes text that nothing depends on, and ignores errors.
    package func tryToWrite(_ text: String) {
        do { try write(text) } catch {
            // There is no other place to report it.
        }
    }

    /// Redirects standard output to standard error.
    ///
    /// - Returns: The original standard output.
    package static func divertStandardOutput() throws(SystemError) -> TextStream {
        fflush(nil)
        // A program that a model starts must not keep the document's pipe open.
        let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard output >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else { throw .last }
        return TextStream(descriptor: output)
    }

    /// Opens the standard streams that the process was started without, so that no file or connection gets their
    /// descriptors. Writing to them fails, as it should.
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

    /// Waits for input, but not longer than a time limit.
    package static func isReadable(within milliseconds: Int32) -> Bool {
        var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        return poll(&input, 1, milliseconds) > 0
    }
}
