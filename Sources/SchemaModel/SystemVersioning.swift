/// The start and end of a row version in a MariaDB system-versioned table.
package enum RowTime: String, Hashable, Sendable {
    case start = "START"
    case end = "END"
}

/// MariaDB's WITH SYSTEM VERSIONING, with which a table keeps old versions of its rows.
package struct SystemVersioning: Hashable, Sendable {
    /// The columns of PERIOD FOR SYSTEM_TIME; nil if the server uses hidden columns.
    package var columns: PeriodColumns?

    package init(columns: PeriodColumns? = nil) {
        self.columns = columns
    }
}

/// The columns of a period.
package struct PeriodColumns: Hashable, Sendable {
    package var start: String
    package var end: String

    package init(start: String, end: String) {
        self.start = start
        self.end = end
    }
}

/// MariaDB's application-time PERIOD. A table has at most one.
package struct Period: Hashable, Sendable {
    package var name: String
    package var columns: PeriodColumns

    package init(name: String, columns: PeriodColumns) {
        self.name = name
        self.columns = columns
    }
}
