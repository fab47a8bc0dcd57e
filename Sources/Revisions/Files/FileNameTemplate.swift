/// The pattern for the names of new revision files: text with tokens such as `{created}` or, as in Alembic, `%(rev)s`.
///
/// The resulting path is always within the migrations folder, whatever the template, the id and the message contain.
package struct FileNameTemplate: Hashable, Sendable {
    package enum Token: String, CaseIterable, Sendable {
        case created, revision, rev, slug, year, month, day, hour, minute, second, epoch
    }

    private enum Part: Hashable {
        case text(String)
        case token(Token)
    }

    package static let standard = "{created}_{revision}_{slug}"

    private var parts: [Part] = []

    /// Whether files may go to subfolders of the migrations folder.
    package var namesFolder: Bool {
        parts.contains { part in
            guard case .text(let text) = part else { return false }
            return text.contains("/")
        }
    }

    /// - Throws: `FileNameTemplateError`.
    package init(_ text: String) throws(FileNameTemplateError) {
        var rest = text[...]
        var literal = ""
        while let character = rest.first {
            let isOurs = character == "{"
            guard isOurs || Self.beginsForeignToken(rest) else {
                if character == "}" { throw .unopened }
                literal.append(character)
                rest.removeFirst()
                continue
            }
            let name = try Self.takeToken(&rest, closing: isOurs ? "}" : ")")
            if !isOurs { Self.skipFormat(&rest) }
            guard let token = Token(rawValue: name) else {
                let nearest = Spelling.nearest(to: name, among: Token.allCases.map(\.rawValue))
                throw .unknownToken(name, nearest: nearest)
            }
            if !literal.isEmpty { parts.append(.text(literal)) }
            literal = ""
            parts.append(.token(token))
        }
        if !literal.isEmpty { parts.append(.text(literal)) }
        try checkFolders()
    }

    /// Returns the path: the template with its tokens filled in, and `.sql`. Each folder is followed by a `/`.
    func name(_ value: (Token) -> String) -> String {
        var name = ""
        for part in parts {
            switch part {
            case .text(let text): name += text
            // An id may contain a slash, which must not create a folder.
            case .token(let token): name += value(token).replacing("/", with: "_")
            }
        }
        // Removes the separator before an empty slug, and folders with empty names.
        while let last = name.last, last == "_" || last == "-" { name.removeLast() }
        // A name with a leading dot would be hidden, also from the reader of the folder.
        let components = name.split(separator: "/").map { $0.first == "." ? "_" + $0.dropFirst() : $0 }
        name = components.isEmpty ? "revision" : components.joined(separator: "/")
        return name.hasSuffix(".sql") ? name : name + ".sql"
    }

    // MARK: Reading

    /// Whether the text begins with `%(rev)s`, or `%%(rev)s` as in ini files.
    private static func beginsForeignToken(_ text: Substring) -> Bool {
        text.first == "%" && text.drop { $0 == "%" }.first == "("
    }

    private static func takeToken(
        _ text: inout Substring,
        closing: Character
    ) throws(FileNameTemplateError) -> String {
        text = text.drop { $0 == "%" }.dropFirst()
        guard let end = text.firstIndex(of: closing) else { throw .unclosed(String(text)) }
        defer { text = text[text.index(after: end)...] }
        return String(text[..<end])
    }

    /// Skips the `s` of `%(rev)s`, or the `.2d` of `%(day).2d`.
    private static func skipFormat(_ text: inout Substring) {
        text = text.drop { $0 == "." || $0.isNumber }
        if text.first == "s" || text.first == "d" { text.removeFirst() }
    }

    private func checkFolders() throws(FileNameTemplateError) {
        // The value of a token does not begin with a dot.
        let shape = parts.reduce(into: "") { shape, part in
            if case .text(let text) = part { shape += text } else { shape += "x" }
        }
        if shape.first == "/" { throw .leavesFolder }
        for component in shape.split(separator: "/", omittingEmptySubsequences: false) {
            if component == ".." { throw .leavesFolder }
            if component.first == "." { throw .hidden }
        }
    }
}

/// An error in a template of file names.
package enum FileNameTemplateError: Error, Hashable, Sendable {
    case unknownToken(String, nearest: String?)
    /// A `{` or `%(` is not closed; the value is the text after it.
    case unclosed(String)
    /// A `}` without an opening brace.
    case unopened
    /// An absolute path, or one with `..`.
    case leavesFolder
    /// A name with a leading dot.
    case hidden
    /// The files would go to a subfolder, which is not read because `recursive` is off.
    case folderNotRead
}
