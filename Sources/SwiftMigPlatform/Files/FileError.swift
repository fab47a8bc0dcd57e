/// Why a file or a folder cannot be read, made or changed.
package struct FileError: Error, Hashable, Sendable {
    package enum Operation: Hashable, Sendable {
        case read, listFolder, write, makeFolder
    }

    package enum Reason: Hashable, Sendable {
        case system(SystemError)
        /// There is a file of this name, which is not replaced.
        case exists
        case danglingLink
        /// A folder in the place of a file.
        case folder
        /// A pipe, a socket or a device in the place of a file.
        case noRegularFile
        case notUTF8
        /// A file of this kind is never so large.
        case tooLarge(bytes: Int)
    }

    package let operation: Operation
    package let path: String
    package let reason: Reason

    package init(_ operation: Operation, _ path: String, _ reason: Reason) {
        self.operation = operation
        self.path = path
        self.reason = reason
    }

    /// With the error of the call that just failed.
    static func last(_ operation: Operation, _ path: String) -> FileError {
        FileError(operation, path, .system(.last))
    }
}
