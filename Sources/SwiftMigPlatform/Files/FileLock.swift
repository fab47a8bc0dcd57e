#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// An advisory lock on a file (`flock`). It belongs to the open file, so a child that inherits the descriptor holds it
/// too. The system releases it when the last holder ends, however it ends, so there are no stale locks.
package final class FileLock {
    package let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Waits for the lock.
    ///
    /// - Throws: `FileError` if the file cannot be opened or created.
    package static func wait(_ path: String) throws(FileError) -> FileLock {
        let lock = FileLock(descriptor: try open(path))
        while flock(lock.descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .last(.write, path) }
        }
        return lock
    }

    /// Takes the lock, or returns nil if another process holds it.
    package static func attempt(_ path: String) throws(FileError) -> FileLock? {
        let lock = FileLock(descriptor: try open(path))
        if flock(lock.descriptor, LOCK_EX | LOCK_NB) == 0 { return lock }
        guard errno == EWOULDBLOCK else { throw .last(.write, path) }
        return nil
    }

    private static func open(_ path: String) throws(FileError) -> Int32 {
        let descriptor = path.withCString { openFile($0, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600) }
        guard descriptor >= 0 else { throw .last(.write, path) }
        return descriptor
    }
}

private func openFile(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t) -> Int32 {
    open(path, flags, mode)
}
