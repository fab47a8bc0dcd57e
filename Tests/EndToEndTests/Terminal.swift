import Foundation
import TestSupport

/// Both ends of a terminal.
final class Terminal {
    private let keyboard: Int32
    /// The end that a program reads from.
    let input: FileHandle
    private var received: [UInt8] = []

    init() throws {
        keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        guard keyboard >= 0, let name = Self.otherEnd(of: keyboard) else {
            throw TestSupportError("there is no terminal to be had")
        }
        input = FileHandle(fileDescriptor: open(name, O_RDWR | O_NOCTTY), closeOnDealloc: true)
    }

    private static func otherEnd(of keyboard: Int32) -> String? {
        #if os(Linux)
        // The ioctls of unlockpt and ptsname, which Glibc's module lacks: TIOCSPTLCK, TIOCGPTN.
        var number: Int32 = 0
        guard ioctl(keyboard, 0x4004_5431, &number) == 0, ioctl(keyboard, 0x8004_5430, &number) == 0 else { return nil }
        return "/dev/pts/\(number)"
        #else
        guard grantpt(keyboard) == 0, unlockpt(keyboard) == 0 else { return nil }
        return ptsname(keyboard).map { String(cString: $0) }
        #endif
    }

    func type(_ text: String) { _ = text.withCString { write(keyboard, $0, strlen($0)) } }

    /// What the screen has received so far.
    func output() -> String {
        var state = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
        var buffer = [UInt8](repeating: 0, count: 4096)
        while poll(&state, 1, 0) > 0, case let count = read(keyboard, &buffer, buffer.count), count > 0 {
            received += buffer[..<count]
        }
        return String(decoding: received, as: UTF8.self)
    }

    deinit { close(keyboard) }
}
