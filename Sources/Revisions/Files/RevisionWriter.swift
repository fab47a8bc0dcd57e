internal import DiagnosticModel
internal import SwiftMigPlatform

/// Writes revision files.
package enum RevisionWriter {
    /// Writes a new file and returns its path. The file is written completely or not at all, and replaces no other.
    ///
    /// - Parameters:
    ///   - folder: The folder, which is created if it is missing.
    ///   - text: The text of the file; nil for the draft's own.
    /// - Throws: `RevisionFileError`.
    package static func write(
        _ draft: RevisionDraft,
        folder: String,
        naming: RevisionNaming,
        text: String? = nil
    ) throws(RevisionFileError) -> String {
        let texts = [("message", draft.message)] + draft.branchLabels.map { ("branch label", $0) }
        if let (key, value) = texts.first(where: { $0.1.unicodeScalars.contains(where: \.isControl) }) {
            throw .controlCharacters(key: key, value: value)
        }
        let name = try fileName(draft, naming)
        let path = folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
        let text = text ?? draft.render()
        try RevisionFileError.wrapping(FileSystem.makeFolder(FileSystem.parent(of: path) ?? ""))
        try RevisionFileError.wrapping(FileSystem.create(path, text))
        return path
    }

    /// Returns the name of the file: the template with its tokens filled in, and `.sql`.
    ///
    /// - Throws: `RevisionFileError.unknownTimeZone`.
    package static func fileName(_ draft: RevisionDraft, _ naming: RevisionNaming) throws(RevisionFileError) -> String {
        guard let offset = LocalTime.offset(of: naming.timeZone, at: draft.created.epoch) else {
            throw .unknownTimeZone(naming.timeZone, nil)
        }
        let local = UTCDate(epoch: draft.created.epoch + offset)
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return naming.template.name { token in
            switch token {
            case .created: local.compact
            case .revision, .rev: draft.id
            case .slug: slug(draft.message, longest: naming.slugLength)
            case .year: String(local.year)
            case .month: padded(local.month)
            case .day: padded(local.day)
            case .hour: padded(local.hour)
            case .minute: padded(local.minute)
            case .second: padded(local.second)
            case .epoch: String(draft.created.epoch)
            }
        }
    }

    /// Returns the message as part of a file name: lower-case words, cut between words at the maximum length.
    package static func slug(_ message: String, longest: Int = 40) -> String {
        var slug = ""
        for character in message.lowercased() {
            if character.isLetter || character.isNumber {
                slug.append(character)
            } else if !slug.isEmpty, slug.last != "_" {
                slug.append("_")
            }
        }
        if slug.count > longest {
            let cut = slug.prefix(longest + 1)
            slug = String(cut.lastIndex(of: "_").map { cut[..<$0] } ?? cut.prefix(longest))
        }
        while slug.last == "_" { slug.removeLast() }
        return slug
    }
}
