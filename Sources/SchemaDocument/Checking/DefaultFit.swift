internal import SchemaModel

/// Checks whether a column can hold a literal default, as far as all servers agree. The server checks the rest, such as
/// whether a month has a 31st.
enum DefaultFit {
    static func holds(_ text: String, _ type: ColumnType) -> Bool {
        switch type {
        case .integer(let size, _, let attributes): integerHolds(text, size, attributes)
        case .decimal(let precision, let attributes): decimalHolds(text, precision, attributes)
        case .float, .double: Double(text.trimmedSQL) != nil
        case .char(let length), .varchar(let length): trimmedEnd(text).unicodeScalars.count <= length
        case .binary(let length), .varbinary(let length): text.utf8.count <= length
        case .enumeration(let members): isMember(text, members)
        case .set(let members):
            text.isEmpty
                || text.split(separator: ",", omittingEmptySubsequences: false)
                    .allSatisfy { isMember(String($0), members) }
        case .date, .datetime, .timestamp, .year: text.trimmedSQL.first?.isNumber ?? false
        case .time: text.trimmedSQL.first.map { $0.isNumber || $0 == "-" } ?? false
        case .bit, .text, .blob, .json, .spatial, .uuid, .inet4, .inet6, .vector, .other: true
        }
    }

    private static func integerHolds(
        _ text: String,
        _ size: ColumnType.IntegerSize,
        _ attributes: ColumnType.NumericAttributes
    ) -> Bool {
        let text = text.trimmedSQL
        let bits = [8, 16, 24, 32, 64][ColumnType.IntegerSize.allCases.firstIndex(of: size) ?? 4]
        if attributes.isUnsigned, let value = UInt64(text) { return bits == 64 || value < 1 << UInt64(bits) }
        if let value = Int64(text) {
            if attributes.isUnsigned { return value == 0 }
            return bits == 64 || (-(1 << Int64(bits - 1))..<(1 << Int64(bits - 1))).contains(value)
        }
        // A fraction is rounded. Whole numbers beyond 64 bits fit no type.
        return Double(text) != nil && text.contains { ".eE".contains($0) }
    }

    private static func decimalHolds(
        _ text: String,
        _ precision: ColumnType.Precision,
        _ attributes: ColumnType.NumericAttributes
    ) -> Bool {
        let text = text.trimmedSQL
        guard let value = Double(text) else { return false }
        if attributes.isUnsigned, value < 0 { return false }
        if text.contains(where: { "eE".contains($0) }) { return true }
        let whole = text.drop { "+-".contains($0) }.prefix { $0 != "." }.drop { $0 == "0" }
        return whole.count <= precision.digits - precision.scale
    }

    /// The column's collation compares members, and only the server knows what is equal beyond ASCII.
    private static func isMember(_ text: String, _ members: [String]) -> Bool {
        let wanted = trimmedEnd(text).lowercased()
        return !wanted.utf8.allSatisfy { $0 < 0x80 }
            || members.contains { member in
                let member = trimmedEnd(member).lowercased()
                return member == wanted || !member.utf8.allSatisfy { $0 < 0x80 }
            }
    }

    /// Returns the text without trailing blanks, which do not count.
    private static func trimmedEnd(_ text: String) -> String {
        guard let last = text.lastIndex(where: { $0 != " " }) else { return "" }
        return String(text[...last])
    }
}
