internal import SchemaModel

/// Determines whether a change of type can lose values, or fail on them in strict mode.
enum TypeNarrowing {
    private static let otherKind = "values that the new type cannot hold"

    /// Returns whether the conversion between the types is unknown or does not exist.
    static func isOtherKind(_ old: ColumnType, _ new: ColumnType) -> Bool {
        !old.converts(to: new) || loss(from: old, to: new) == otherKind
    }

    /// Returns what can be lost, or nil if every old value fits the new type.
    static func loss(from old: ColumnType, to new: ColumnType) -> String? {
        if !old.converts(to: new) { return "all of its values, which the server cannot convert" }
        switch (old, new) {
        case (.integer(let size, _, let before), .integer(let newSize, _, let after)):
            return integerFits(size, before, in: newSize, after) ? nil : "values outside the range of the new type"
        case (.decimal(let before, let sign), .decimal(let after, let newSign)):
            let fits = after.scale >= before.scale && after.digits - after.scale >= before.digits - before.scale
            return fits && (sign == newSign || sign.isUnsigned) ? nil : "digits or signs that do not fit"
        case (.float(_, let sign), .double(nil, let newSign)) where sign == newSign: return nil
        case (.char(let size), .char(let newSize)), (.char(let size), .varchar(let newSize)),
            (.varchar(let size), .varchar(let newSize)), (.varbinary(let size), .varbinary(let newSize)),
            (.bit(let size), .bit(let newSize)):
            return newSize >= size ? nil : "values longer than \(newSize)"
        case (.text(let size), .text(let newSize)), (.blob(let size), .blob(let newSize)):
            return rank(newSize) >= rank(size) ? nil : "values longer than the new type holds"
        case (.text(let size), .blob(let newSize)):
            return rank(newSize) >= rank(size) ? nil : "values longer than the new type holds"
        case (.blob(.tiny), .varbinary(let length)), (.text(.tiny), .varchar(let length)):
            return length >= 255 ? nil : "values longer than \(length)"
        case (.enumeration(let members), .char(let length)), (.enumeration(let members), .varchar(let length)):
            return members.allSatisfy { $0.count <= length } ? nil : "values longer than \(length)"
        case (.char, .text(let size)), (.varchar, .text(let size)):
            return rank(size) >= 1 ? nil : "values longer than 255 bytes"
        case (.enumeration(let members), .enumeration(let newMembers)), (.set(let members), .set(let newMembers)):
            let lost = members.filter { !newMembers.contains($0) }
            return lost.isEmpty ? nil : "the values \(lost.map { "'\($0)'" }.joined(separator: ", "))"
        case (.time(let digits), .time(let newDigits)), (.datetime(let digits), .datetime(let newDigits)),
            (.timestamp(let digits), .timestamp(let newDigits)), (.timestamp(let digits), .datetime(let newDigits)):
            return newDigits >= digits ? nil : "fractions of a second"
        case (.integer, .char(let length)), (.integer, .varchar(let length)), (.uuid, .char(let length)),
            (.uuid, .varchar(let length)), (.inet4, .varchar(let length)), (.inet6, .varchar(let length)):
            return length >= longestText(of: old) ? nil : "values longer than \(length)"
        case (.inet4, .inet6), (.date, .datetime), (.json, .text(.long)), (.year, .integer(.smallint, _, _)),
            (.year, .integer(.int, _, _)):
            return nil
        default:
            return old == new ? nil : otherKind
        }
    }

    /// Returns the number of characters in the longest number, UUID or address.
    private static func longestText(of type: ColumnType) -> Int {
        switch type {
        case .integer(_, let width, _): max(20, width ?? 0)
        case .inet4: 15
        case .inet6: 39
        default: 36
        }
    }

    private static func rank(_ size: ColumnType.LobSize) -> Int {
        ColumnType.LobSize.allCases.firstIndex(of: size) ?? 0
    }

    private static func integerFits(
        _ size: ColumnType.IntegerSize,
        _ before: ColumnType.NumericAttributes,
        in newSize: ColumnType.IntegerSize,
        _ after: ColumnType.NumericAttributes
    ) -> Bool {
        let sizes = ColumnType.IntegerSize.allCases
        guard let old = sizes.firstIndex(of: size), let new = sizes.firstIndex(of: newSize) else { return false }
        if before.isUnsigned == after.isUnsigned { return new >= old }
        return before.isUnsigned && new > old
    }
}
