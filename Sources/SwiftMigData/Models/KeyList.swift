internal import SwiftMig
internal import SwiftMigQueries

/// The condition that columns have one of several keys.
struct KeyList {
    /// The columns as SQL.
    let columns: [String]
    let keys: [RowKey]

    /// `a = ?` for one key, and else `a IN (?, …)` or `(a, b) IN ((?, ?), …)`.
    ///
    /// The last key is repeated until their number is a power of two or 500, so that the server has to prepare few
    /// different statements.
    var condition: SQL {
        guard let last = keys.last else { return "FALSE" }
        if keys.count == 1 {
            return SQL(raw: columns.map { "\($0) = ?" }.joined(separator: " AND "), last.values)
        }
        let padding = Self.paddedCount(keys.count) - keys.count
        let padded = keys + Array(repeating: last, count: padding)
        let left = columns.count == 1 ? columns[0] : "(\(columns.joined(separator: ", ")))"
        let one = columns.count == 1 ? "?" : "(\(columns.map { _ in "?" }.joined(separator: ", ")))"
        let list = padded.map { _ in one }.joined(separator: ", ")
        return SQL(raw: "\(left) IN (\(list))", padded.flatMap(\.values))
    }

    /// The most keys of a list.
    static let limit = 500

    private static func paddedCount(_ count: Int) -> Int {
        var padded = 1
        while padded < count { padded *= 2 }
        return padded > limit && count <= limit ? limit : padded
    }
}

extension RowKey {
    /// The key with the same numbers in the same form, whether the column is signed or not.
    var comparable: RowKey {
        RowKey(
            values: values.map { value in
                if case .uint(let number) = value, let signed = Int64(exactly: number) { .int(signed) } else { value }
            }
        )
    }
}

extension Array {
    /// The elements in arrays of a number of them, of which the last may be shorter.
    func pieces(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}
