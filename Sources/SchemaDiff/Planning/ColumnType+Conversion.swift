internal import SchemaModel

extension ColumnType {
    private enum Family {
        case number, address, spatial, other
    }

    private var family: Family {
        switch self {
        case .integer, .decimal, .float, .double, .bit, .date, .time, .datetime, .timestamp, .year: .number
        case .uuid, .inet4, .inet6: .address
        case .spatial: .spatial
        case .char, .varchar, .binary, .varbinary, .text, .blob, .enumeration, .set, .json, .vector, .other: .other
        }
    }

    /// Whether the server makes values of the other type from values of this one. It refuses to make UUID, INET4 and INET6
    /// of numbers and times, and the reverse (MariaDB 10.11 and 11.8, error 4078), and does not know numbers as geometries
    /// (MariaDB 4078, MySQL 1416).
    func converts(to other: ColumnType) -> Bool {
        switch (family, other.family) {
        case (.other, _), (_, .other), (.number, .number), (.spatial, .spatial): true
        case (.address, .address): (self == .uuid) == (other == .uuid)
        default: false
        }
    }
}
