internal import SchemaModel
internal import SchemaSQL

/// The Swift type for a column's values, and the column's type if the Swift type does not imply it.
///
/// A column gets the matching Swift type if there is one: integers of the same width, `Decimal`, `Date`, `Data`. All
/// text, JSON, `SET`, `TIME` and addresses become `String`, bits `UInt64`, a year `Int`, shapes `Data`, and a vector
/// `[Float]`. `binary(16)` becomes `UUID` if the column's name ends with the word `id`, `uuid` or `guid`, else `Data`.
struct SwiftType: Equatable {
    /// The name without the question mark of an optional.
    var name: String
    /// The column's type as an argument; nil if the Swift type implies it.
    var argument: String?

    init(_ name: String, _ argument: String? = nil) {
        self.name = name
        self.argument = argument
    }

    /// - Note: An ENUM is a `String` here. A nested enumeration that replaces it declares its type.
    init(of column: Column) {
        switch column.type {
        case .integer(let size, let width, let attributes): self = Self.integer(size, width, attributes, column.type)
        case .decimal(let precision, let attributes):
            let digits = precision.scale == 0 ? "\(precision.digits)" : "\(precision.digits), \(precision.scale)"
            self = Self.number("Decimal", ".decimal(\(digits))", attributes)
        case .float(let precision, let attributes):
            self =
                precision.map { _ in SwiftType("Float", Self.sql(column.type)) }
                ?? Self.number("Float", attributes == .init() ? nil : ".float", attributes)
        case .double(let precision, let attributes):
            self =
                precision.map { _ in SwiftType("Double", Self.sql(column.type)) }
                ?? Self.number("Double", attributes == .init() ? nil : ".double", attributes)
        case .bit(let length): self.init("UInt64", length == 1 ? ".bit()" : ".bit(\(length))")
        case .char(let length): self.init("String", ".char(\(length))")
        case .varchar(let length): self.init("String", ".varchar(\(length))")
        case .binary(16) where Self.isIdentifier(column.name): self.init("UUID")
        case .binary(let length): self.init("Data", ".binary(\(length))")
        case .varbinary(let length): self.init("Data", ".varbinary(\(length))")
        case .text(let size): self.init("String", size == .regular ? ".text" : ".\(size.rawValue)Text")
        case .blob(let size): self.init("Data", size == .regular ? ".blob" : ".\(size.rawValue)Blob")
        case .enumeration(let labels): self.init("String", Self.list("enum", labels))
        case .set(let labels): self.init("String", Self.list("set", labels))
        case .date: self.init("Date", ".date")
        case .time(let digits): self.init("String", Self.time("time", digits))
        case .datetime(6): self.init("Date")
        case .datetime(let digits): self.init("Date", Self.time("datetime", digits))
        case .timestamp(let digits): self.init("Date", Self.time("timestamp", digits))
        case .year: self.init("Int", ".year")
        case .json: self.init("String", ".json")
        case .spatial(let shape): self.init("Data", "." + Self.name(of: shape))
        case .uuid: self.init("UUID", ".uuid")
        case .inet4: self.init("String", ".inet4")
        case .inet6: self.init("String", ".inet6")
        case .vector(let dimensions): self.init("[Float]", ".vector(\(dimensions))")
        case .other: self.init("String", Self.sql(column.type))
        }
    }

    /// Whether the type requires an import of Foundation.
    var isOfFoundation: Bool { ["Data", "Date", "Decimal", "UUID"].contains(name) }

    // MARK: Numbers

    private static func integer(
        _ size: ColumnType.IntegerSize,
        _ width: Int?,
        _ attributes: ColumnType.NumericAttributes,
        _ type: ColumnType
    ) -> SwiftType {
        if size == .tinyint, width == 1, attributes == .init() { return SwiftType("Bool") }
        let bits = [.tinyint: 8, .smallint: 16, .mediumint: 32, .int: 32, .bigint: 64][size] ?? 64
        let name = (attributes.isUnsigned ? "UInt" : "Int") + String(bits)
        if width != nil || attributes.isZerofill { return SwiftType(name, sql(type)) }
        if size == .mediumint { return number(name, ".mediumInt", attributes) }
        return SwiftType(name)
    }

    private static func number(
        _ name: String,
        _ argument: String?,
        _ attributes: ColumnType.NumericAttributes
    ) -> SwiftType {
        SwiftType(
            name,
            argument.map {
                $0 + (attributes.isUnsigned ? ".unsigned" : "") + (attributes.isZerofill ? ".zerofill" : "")
            }
        )
    }

    // MARK: Spelling

    private static func sql(_ type: ColumnType) -> String {
        ".sql(" + StringLiteral.oneLine(type.documentSpelling) + ")"
    }

    private static func list(_ name: String, _ labels: [String]) -> String {
        ".\(name)([" + labels.map(StringLiteral.oneLine).joined(separator: ", ") + "])"
    }

    private static func time(_ name: String, _ digits: Int) -> String {
        ".\(name)(\(digits == 0 ? "" : String(digits)))"
    }

    private static func name(of shape: ColumnType.Spatial) -> String {
        switch shape {
        case .geometry: "geometry"
        case .point: "point"
        case .linestring: "lineString"
        case .polygon: "polygon"
        case .multipoint: "multiPoint"
        case .multilinestring: "multiLineString"
        case .multipolygon: "multiPolygon"
        case .geometrycollection: "geometryCollection"
        }
    }

    private static func isIdentifier(_ column: String) -> Bool {
        ["id", "uuid", "guid"].contains(SwiftName.words(column).last?.lowercased() ?? "")
    }
}
