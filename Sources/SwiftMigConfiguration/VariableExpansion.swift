/// Expands `${NAME}` and `${NAME:-default}` in a text. `$${` is a literal `${`; any other `$` is an ordinary character.
struct VariableExpansion {
    enum Failure: Error, Hashable {
        case unset(String)
        case malformed
    }

    let environment: [String: String]

    func expand(_ text: String) throws(Failure) -> String {
        var result = ""
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                result += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                guard let end = rest.firstIndex(of: "}") else { throw .malformed }
                result += try value(of: rest[..<end].dropFirst(2))
                rest = rest[rest.index(after: end)...]
            } else {
                result += "$"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    /// Returns the value of a reference. As in a shell, `:-` uses the default for an empty variable too.
    private func value(of reference: Substring) throws(Failure) -> String {
        let name = reference.prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let suffix = reference.dropFirst(name.count)
        guard let first = name.first, !first.isNumber else { throw .malformed }
        let value = environment[String(name)]
        if suffix.isEmpty {
            guard let value else { throw .unset(String(name)) }
            return value
        }
        guard suffix.hasPrefix(":-") else { throw .malformed }
        if let value, !value.isEmpty { return value }
        return String(suffix.dropFirst(2))
    }
}
