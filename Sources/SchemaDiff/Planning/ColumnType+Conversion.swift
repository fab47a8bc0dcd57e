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

    /// Returns whether the server converts values of this type to the other. It refuses to convert between UUID, INET4
    /// or INET6 and numbers or times (MariaDB 10.11 and 11.8, error 4078), and to turn numbers into geometries (MariaDB
    /// 4078, MySQL 1416).
    func converts(to other: ColumnType) -> Bool {
        switch (family, other.family) {
        case (.other, _), (_, .other), (.number, .number), (.spatial, .spatial): true
        case (.address, .address): (self == .uuid) == (other == .uuid)
        default: false
        }
    }
}
