/// The reason that a file or folder cannot be read, created or changed.
package struct FileError: Error, Hashable, Sendable {
    package enum Operation: Hashable, Sendable {
        case read, listFolder, write, makeFolder, remove
    }

    package enum Reason: Hashable, Sendable {
        case system(SystemError)
        /// A file of this name exists and is not replaced.
        case exists
        case danglingLink
        /// The path is a folder, not a file.
        case folder
        /// The path is a pipe, a socket or a device, not a file.
        case noRegularFile
        case notUTF8
        /// The file is larger than any file of its kind should be.
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

    /// The error of the system call that just failed.
    static func last(_ operation: Operation, _ path: String) -> FileError {
        FileError(operation, path, .system(.last))
    }
}
