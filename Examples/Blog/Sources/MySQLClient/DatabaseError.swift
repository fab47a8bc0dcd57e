/// What the server, or the client library, said no with.
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

    /// A row with the same value is there already: an answer that a unique index gives.
    package var isDuplicate: Bool { number == 1062 }
    /// The row that is referred to is not there: an answer that a foreign key gives.
    package var isMissingReference: Bool { number == 1452 }
    /// The value is longer than the column, or no value of it.
    package var isUnfit: Bool { number == 1406 || number == 1265 || number == 1366 }
    /// A check does not hold: MariaDB and MySQL have a number each.
    package var isFailedCheck: Bool { number == 4025 || number == 3819 }
    /// The connection is gone, as after a restart of the server.
    package var isConnectionLost: Bool { (2000..<3000).contains(number) }
}
