/// Writes revision files.
package enum RevisionWriter {
    package static let defaultTemplate = "{created}_{revision}_{slug}"

    /// Writes a new file and returns its path. It is there complete or not at all, and replaces no other.
    ///
    /// - Parameter folder: Made when it is missing.
    /// - Throws: `RevisionFileError`.
    package static func write(
        _ draft: RevisionDraft,
        folder: String,
        template: String = defaultTemplate
    ) throws(RevisionFileError) -> String {
        let name = try fileName(draft, template: template)
        try FileSystem.makeFolder(folder)
        let path = folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
        try FileSystem.create(path, draft.render())
        return path
    }

    /// The file's name: the template with its tokens filled in, and `.sql`.
    ///
    /// - Throws: `RevisionFileError.badFileTemplate`.
    package static func fileName(_ draft: RevisionDraft, template: String) throws(RevisionFileError) -> String {
        var name = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            name += rest[..<open]
            let token = String(rest[rest.index(after: open)..<close])
            guard let value = value(of: token, draft) else { throw .badFileTemplate(template, unknownToken: token) }
            name += value
            rest = rest[rest.index(after: close)...]
        }
        name += rest
        // Nothing remains of a separator before an empty slug.
        while let last = name.last, last == "_" || last == "-" { name.removeLast() }
        return name.hasSuffix(".sql") ? name : name + ".sql"
    }

    private static func value(of token: String, _ draft: RevisionDraft) -> String? {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let created = draft.created
        return switch token {
        case "created": created.compact
        case "revision": draft.id
        case "slug": slug(draft.message)
        case "year": String(created.year)
        case "month": padded(created.month)
        case "day": padded(created.day)
        case "hour": padded(created.hour)
        case "minute": padded(created.minute)
        case "second": padded(created.second)
        case "epoch": String(created.epoch)
        default: nil
        }
    }

    /// The message as a part of a file name: lower case words, at most 40 characters, cut between words.
    package static func slug(_ message: String) -> String {
        var slug = ""
        for character in message.lowercased() {
            if character.isLetter || character.isNumber {
                slug.append(character)
            } else if !slug.isEmpty, slug.last != "_" {
                slug.append("_")
            }
        }
        if slug.count > 40 {
            let cut = slug.prefix(41)
            slug = String(cut.lastIndex(of: "_").map { cut[..<$0] } ?? cut.prefix(40))
        }
        while slug.last == "_" { slug.removeLast() }
        return slug
    }
}
