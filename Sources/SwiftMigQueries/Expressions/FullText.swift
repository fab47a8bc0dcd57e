internal import SwiftMig

/// How the words of a full text search are read.
public enum FullTextMode: Sendable {
    /// As a text in natural language.
    case naturalLanguage
    /// With operators: `+must -mustNot word*`.
    case boolean
    /// As a text, and once more with the words of the best matches.
    case queryExpansion

    var words: String {
        switch self {
        case .naturalLanguage: ""
        case .boolean: " IN BOOLEAN MODE"
        case .queryExpansion: " WITH QUERY EXPANSION"
        }
    }
}

/// Whether a full text search finds a row. The columns must have a full text index together.
///
/// ```swift
/// Article.where { match($0.title, $0.body, against: "+swift -objc", .boolean) }
/// ```
public func match<each Column: SQLExpression>(
    _ columns: repeat each Column,
    against words: String,
    _ mode: FullTextMode = .naturalLanguage
) -> Condition {
    var list: [SQL] = []
    for column in repeat each columns { list.append(column.sql) }
    return fullTextMatch(list, words, mode)
}

/// How well a full text search finds a row; 0 if it does not. Sort by it to see the best rows first:
///
/// ```swift
/// Article.order { relevance($0.title, $0.body, against: "swift").descending }
/// ```
public func relevance<each Column: SQLExpression>(
    _ columns: repeat each Column,
    against words: String,
    _ mode: FullTextMode = .naturalLanguage
) -> Expr<Double> {
    var list: [SQL] = []
    for column in repeat each columns { list.append(column.sql) }
    return fullTextMatch(list, words, mode)
}

private func fullTextMatch<Value>(_ columns: [SQL], _ words: String, _ mode: FullTextMode) -> Expr<Value> {
    var sql = "MATCH (" + columns.joined(separator: ", ") + ") AGAINST ("
    sql.bind(.text(words))
    sql.append(mode.words + ")")
    return Expr(sql, .primary)
}
