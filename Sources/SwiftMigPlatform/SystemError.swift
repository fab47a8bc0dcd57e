#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// An error of the operating system.
package struct SystemError: Error, Hashable, Sendable {
    /// The value of `errno`.
    package var number: Int32

    package init(_ number: Int32) {
        self.number = number
    }

    /// The error of the system call that just failed on this thread.
    static var last: SystemError { SystemError(errno) }

    /// The system's message, such as `Permission denied`.
    package var reason: String { String(cString: strerror(number)) }

    /// The process may create no more threads.
    package static let noMoreThreads = SystemError(EAGAIN)
    package static let noAccess = SystemError(EACCES)
    package static let noSpace = SystemError(ENOSPC)
    package static let quotaExceeded = SystemError(EDQUOT)
    package static let readOnlyFileSystem = SystemError(EROFS)
    package static let tooLarge = SystemError(EFBIG)
    static let exists = SystemError(EEXIST)
    static let notAFolder = SystemError(ENOTDIR)
    package static let notFound = SystemError(ENOENT)
}
