/// Names of tables, columns and labels as Swift would have them.
///
/// Words are what `_`, a blank, any other sign that Swift has no use for, or a change from small to capital letters parts.
/// Acronyms are capital or small as a whole: `team_id` is `teamID`, `url_path` is `urlPath`, `html_url` is `htmlURL`.
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

    /// The words of a name, as they are written.
    static func words(_ name: String) -> [String] {
        var words: [String] = []
        var current = String.UnicodeScalarView()
        func isCapital(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isUppercase ?? false }
        func isSmall(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isLowercase ?? false }
        let scalars = Array(name.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let isPart = scalar != "_" && scalar.properties.isXIDContinue
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            // firstName, and HTMLPage
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

    /// `UpperCamelCase`; nil where nothing is left.
    static func type(_ words: [String]) -> String? {
        valid(words.map(capitalized).joined())
    }

    /// `lowerCamelCase`; nil where nothing is left.
    static func member(_ words: [String]) -> String? {
        guard let first = words.first else { return nil }
        return valid(first.lowercased() + words.dropFirst().map(capitalized).joined())
    }

    /// The column that `@Table` makes of a property: `teamID` is `team_id`, `userIDs` is `user_ids`.
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

    /// The name where it is declared and used: reserved words in backquotes.
    static func escaped(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

    /// The first of the names that is free, else the last one with the first free number behind it.
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

    /// A digit cannot come first.
    private static func valid(_ name: String) -> String? {
        guard let first = name.unicodeScalars.first else { return nil }
        return first.properties.isXIDStart ? name : "_" + name
    }
}
