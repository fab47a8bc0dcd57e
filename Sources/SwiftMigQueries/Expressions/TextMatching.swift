public import SwiftMig

/// The values that are texts: `String` and `String?`.
public protocol SQLText: ColumnValue {}
extension String: SQLText {}
extension Optional: SQLText where Wrapped: SQLText {}

extension SQLExpression where Value: SQLText {
    /// Whether the text matches a pattern, in which `%` matches any text and `_` any character.
    ///
    /// To match a text from outside, use ``contains(_:)``, ``hasPrefix(_:)`` or ``hasSuffix(_:)``.
    public func like(_ pattern: String) -> Condition { comparison(" LIKE ", .text(pattern)) }

    /// Whether the text does not match a pattern.
    public func notLike(_ pattern: String) -> Condition { comparison(" NOT LIKE ", .text(pattern)) }

    /// Whether the text contains another one. `%` and `_` in it match only themselves.
    public func contains(_ text: String) -> Condition { matches("%" + Pattern.escaped(text) + "%") }

    /// Whether the text begins with another one. `%` and `_` in it match only themselves.
    public func hasPrefix(_ text: String) -> Condition { matches(Pattern.escaped(text) + "%") }

    /// Whether the text ends with another one. `%` and `_` in it match only themselves.
    public func hasSuffix(_ text: String) -> Condition { matches("%" + Pattern.escaped(text)) }

    /// Whether a regular expression of the server matches a part of the text.
    public func matches(regularExpression: String) -> Condition { comparison(" REGEXP ", .text(regularExpression)) }

    private func matches(_ pattern: String) -> Condition {
        let condition = comparison(" LIKE ", .text(pattern))
        return Expr(condition.sql + SQL(raw: " ESCAPE '!'"), .comparison)
    }
}

private enum Pattern {
    /// A text that matches itself. The backslash would depend on `NO_BACKSLASH_ESCAPES`.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { "!%_".utf8.contains($0) }) else { return text }
        var pattern = ""
        for character in text.unicodeScalars {
            if "!%_".unicodeScalars.contains(character) { pattern += "!" }
            pattern.unicodeScalars.append(character)
        }
        return pattern
    }
}
