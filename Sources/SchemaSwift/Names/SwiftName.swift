/// Converts names of tables, columns and labels to Swift's style.
///
/// Words are separated by `_`, blanks, other characters that are not valid in Swift names, and changes from lower to
/// upper case. Acronyms are all upper or all lower case: `team_id` becomes `teamID`, `url_path` becomes `urlPath`,
/// `html_url` becomes `htmlURL`.
enum SwiftName {
    private static let acronyms: Set<String> = [
        "api", "css", "csv", "dns", "gps", "html", "http", "https", "iban", "id", "ip", "isbn", "json", "pdf", "sku",
        "sms", "sql", "ssh", "ssl", "tcp", "tls", "udp", "uri", "url", "utc", "uuid", "vat", "xml",
    ]

    private static let keywords: Set<String> = [
        "Any", "Protocol", "Self", "Type", "as", "associatedtype", "async", "await", "break", "case", "catch", "class",
        "continue", "default", "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false",
        "fileprivate",
        "for", "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator",
        "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "self", "static", "struct",
        "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]

    /// Returns the words of a name, with their case unchanged.
    static func words(_ name: String) -> [String] {
        var words: [String] = []
        var current = String.UnicodeScalarView()
        func isCapital(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isUppercase ?? false }
        func isSmall(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isLowercase ?? false }
        let scalars = Array(name.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let isPart = scalar != "_" && scalar.properties.isXIDContinue
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            // As in firstName and HTMLPage.
            let startsWord = isCapital(scalar) && (isSmall(current.last) || (isCapital(current.last) && isSmall(next)))
            if !isPart || startsWord, !current.isEmpty {
                words.append(String(current))
                current = String.UnicodeScalarView()
            }
            if isPart { current.append(scalar) }
        }
        if !current.isEmpty { words.append(String(current)) }
        return words
    }

    /// Returns `UpperCamelCase`, or nil if nothing is left.
    static func type(_ words: [String]) -> String? {
        valid(words.map(capitalized).joined())
    }

    /// Returns `lowerCamelCase`, or nil if nothing is left.
    static func member(_ words: [String]) -> String? {
        guard let first = words.first else { return nil }
        return valid(first.lowercased() + words.dropFirst().map(capitalized).joined())
    }

    /// Returns the column name that `@Table` derives from a property: `team_id` for `teamID`, `user_ids` for `userIDs`.
    static func column(ofProperty property: String) -> String {
        let characters = Array(property)
        var name = ""
        for (index, character) in characters.enumerated() {
            if beginsWord(index, in: characters) { name.append("_") }
            name += character.lowercased()
        }
        return name
    }

    private static func beginsWord(_ index: Int, in characters: [Character]) -> Bool {
        guard index > 0, characters[index].isUppercase, characters[index - 1] != "_" else { return false }
        if !characters[index - 1].isUppercase { return true }
        guard index + 1 < characters.count, characters[index + 1].isLowercase else { return false }
        let isPlural =
            characters[index + 1] == "s" && !(index + 2 < characters.count && characters[index + 2].isLowercase)
        return !isPlural
    }

    /// Returns the name for use in code, with reserved words in backquotes.
    static func escaped(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

    /// Returns the first free name, or else the last one followed by the first free number.
    static func free(_ candidates: [String], _ isTaken: (String) -> Bool) -> String {
        if let candidate = candidates.first(where: { !isTaken($0) }) { return candidate }
        let base = candidates.last ?? "value"
        var number = 2
        while isTaken("\(base)\(number)") { number += 1 }
        return "\(base)\(number)"
    }

    private static func capitalized(_ word: String) -> String {
        let small = word.lowercased()
        if acronyms.contains(small) { return small.uppercased() }
        if small.hasSuffix("s"), acronyms.contains(String(small.dropLast())) {
            return small.dropLast().uppercased() + "s"
        }
        return small.prefix(1).uppercased() + small.dropFirst()
    }

    /// Prefixes a name that starts with a digit.
    private static func valid(_ name: String) -> String? {
        guard let first = name.unicodeScalars.first else { return nil }
        return first.properties.isXIDStart ? name : "_" + name
    }
}
