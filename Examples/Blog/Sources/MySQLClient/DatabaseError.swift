/// An error of the server or of the client library.
package struct DatabaseError: Error {
    /// The server's error number.
    package let number: UInt32
    package let message: String

    init(_ number: some BinaryInteger, _ message: String) {
        self.number = UInt32(truncatingIfNeeded: number)
        self.message = message
    }

    init(_ number: some BinaryInteger, _ message: UnsafePointer<CChar>?) {
        self.init(number, message.map { String(cString: $0) } ?? "")
    }

    /// Whether a unique index refused a row because its value already exists.
    package var isDuplicate: Bool { number == 1062 }
    /// Whether a foreign key refused a row because the row that it refers to does not exist.
    package var isMissingReference: Bool { number == 1452 }
    /// Whether a value is too long for the column, or not one of its values.
    package var isUnfit: Bool { number == 1406 || number == 1265 || number == 1366 }
    /// Whether a check failed. MariaDB and MySQL have different numbers.
    package var isFailedCheck: Bool { number == 4025 || number == 3819 }
    /// Whether the connection is lost, for example after a restart of the server.
    package var isConnectionLost: Bool { (2000..<3000).contains(number) }
}
