internal import SQLStatements
package import SchemaModel

extension ColumnType {
    /// Returns the type as SHOW CREATE TABLE prints it on this server.
    ///
    /// Since 8.0.19, MySQL prints display widths only for `tinyint(1)` and zerofill. MariaDB always prints them.
    package func sql(for profile: ServerProfile) -> String {
        switch self {
        case .integer(let size, let width, let attributes):
            let standard = size.defaultDisplayWidth(isUnsigned: attributes.isUnsigned)
            let hidesWidth = profile.hidesDisplayWidth(size, width, attributes)
            let text = size.rawValue + (hidesWidth ? "" : "(\(width ?? standard))")
            return text + attributes.suffix
        case .year where profile.printsDisplayWidths: return "year(4)"
        case .json where profile.flavor == .mariadb: return "longtext"
        case .spatial(.geometrycollection) where profile.flavor == .mysql: return "geomcollection"
        case .enumeration(let values): return "enum(" + Self.list(values, profile.dialect) + ")"
        case .set(let values): return "set(" + Self.list(values, profile.dialect) + ")"
        default: return documentSpelling
        }
    }

    /// Returns `documentSpelling` for a session with this dialect. Only ENUM and SET contain literals.
    func statementSpelling(_ dialect: SQLDialect) -> String {
        switch self {
        case .enumeration(let values): "enum(" + Self.list(values, dialect) + ")"
        case .set(let values): "set(" + Self.list(values, dialect) + ")"
        default: documentSpelling
        }
    }

    /// The type as written in documents and by hand for any server, without redundant widths.
    package var documentSpelling: String {
        switch self {
        case .integer(let size, let width, let attributes):
            size.rawValue + (width.map { "(\($0))" } ?? "") + attributes.suffix
        case .decimal(let precision, let attributes):
            "decimal(\(precision.digits),\(precision.scale))" + attributes.suffix
        case .float(let precision, let attributes): "float" + Self.arguments(precision) + attributes.suffix
        case .double(let precision, let attributes): "double" + Self.arguments(precision) + attributes.suffix
        case .bit(let length): "bit(\(length))"
        case .char(let length): "char(\(length))"
        case .varchar(let length): "varchar(\(length))"
        case .binary(let length): "binary(\(length))"
        case .varbinary(let length): "varbinary(\(length))"
        case .text(let size): size.rawValue + "text"
        case .blob(let size): size.rawValue + "blob"
        case .enumeration(let values): "enum(" + Self.list(values, SQLDialect()) + ")"
        case .set(let values): "set(" + Self.list(values, SQLDialect()) + ")"
        case .date: "date"
        case .time(let digits): "time" + Self.arguments(digits)
        case .datetime(let digits): "datetime" + Self.arguments(digits)
        case .timestamp(let digits): "timestamp" + Self.arguments(digits)
        case .year: "year"
        case .json: "json"
        case .spatial(let kind): kind.rawValue
        case .uuid: "uuid"
        case .inet4: "inet4"
        case .inet6: "inet6"
        case .vector(let dimensions): "vector(\(dimensions))"
        case .other(let text): text
        }
    }

    /// Returns the type as this server stores it. MySQL forgets display widths, so `int(5)` becomes `int`.
    package func normalized(for profile: ServerProfile) -> ColumnType {
        switch self {
        case .integer(let size, let width, let attributes)
        where profile.hidesDisplayWidth(size, width, attributes):
            .integer(size, displayWidth: nil, attributes)
        default: self
        }
    }

    private static func arguments(_ precision: Precision?) -> String {
        precision.map { "(\($0.digits),\($0.scale))" } ?? ""
    }

    private static func arguments(_ fraction: Int) -> String {
        fraction == 0 ? "" : "(\(fraction))"
    }

    private static func list(_ values: [String], _ dialect: SQLDialect) -> String {
        values.map(dialect.quotedLiteral).joined(separator: ",")
    }
}

extension ColumnType.NumericAttributes {
    fileprivate var suffix: String {
        (isUnsigned ? " unsigned" : "") + (isZerofill ? " zerofill" : "")
    }
}

extension ServerProfile {
    /// MySQL 8.0.19 removed the display widths of integers and YEAR from its output.
    var printsDisplayWidths: Bool {
        flavor == .mariadb || version < Version(8, 0, 19)
    }

    /// MySQL prints a width only for `tinyint(1)` (not for `tinyint(1) unsigned`) and for zerofill types.
    func hidesDisplayWidth(
        _ size: ColumnType.IntegerSize,
        _ width: Int?,
        _ attributes: ColumnType.NumericAttributes
    ) -> Bool {
        if printsDisplayWidths || attributes.isZerofill { return false }
        return !(size == .tinyint && width == 1 && !attributes.isUnsigned)
    }
}
