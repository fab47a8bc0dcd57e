internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// The settings of an Alembic environment, from alembic.ini, pyproject.toml, or both.
struct AlembicSettings: Sendable {
    /// The absolute path of the settings' folder, in which Alembic is started.
    var folder: String
    /// The name of the ini file, if it is not the default.
    var iniName: String?
    /// An absolute path.
    var scriptFolder: String
    /// Absolute paths.
    var versionFolders: [String]
    var isRecursive: Bool
    var url: String?
    var fileTemplate: String?
    var timeZone: String?
    var slugLength: String?
    var hasHooks: Bool

    /// Reads the settings at a path: a folder with alembic.ini or pyproject.toml, the folder with env.py below it, or
    /// an ini file.
    ///
    /// - Throws: `AlembicError`, `FileError`.
    static func read(_ path: String) throws -> AlembicSettings {
        if path.hasSuffix(".ini") {
            let folder = PathName.folder(of: path)
            return try read(ini: path, toml: "\(folder)/pyproject.toml", folder: folder)
        }
        guard FileSystem.isFolder(path) else { throw AlembicError.noSuchFolder(path) }
        let parent = PathName.folder(of: path)
        for folder in [path, parent] {
            let (ini, toml) = ("\(folder)/alembic.ini", "\(folder)/pyproject.toml")
            guard FileSystem.exists(ini) || FileSystem.exists(toml) else { continue }
            let settings = try? read(ini: ini, toml: toml, folder: folder)
            if let settings, folder == path || settings.scriptFolder == path { return settings }
            if folder == path { return try read(ini: ini, toml: toml, folder: folder) }
        }
        guard FileSystem.exists("\(path)/env.py") else { throw AlembicError.noEnvironment(path) }
        return AlembicSettings(
            folder: parent,
            scriptFolder: path,
            versionFolders: ["\(path)/versions"],
            isRecursive: false,
            hasHooks: false
        )
    }

    private static func read(ini: String, toml: String, folder: String) throws -> AlembicSettings {
        var values: [String: [String]] = [:]
        var hasHooks = false
        if FileSystem.exists(toml) {
            let document = TOMLSection(try TextFile.read(toml), section: "tool.alembic", here: folder)
            values = document.values
            hasHooks = document.hasHooks
        }
        if FileSystem.exists(ini) {
            let document = INISections(try TextFile.read(ini), here: folder)
            let own = document.section("alembic").mapValues { [$0] }
            values.merge(own) { fromTOML, _ in fromTOML }
            hasHooks = hasHooks || document.section("post_write_hooks")["hooks"]?.isEmpty == false
        }
        func one(_ key: String) -> String? { values[key]?.first.flatMap { $0.isEmpty ? nil : $0 } }
        // Flask-Migrate keeps the settings next to env.py, without a script_location.
        let isBeside = FileSystem.exists("\(folder)/env.py")
        guard let location = one("script_location") ?? (isBeside ? "." : nil) else {
            throw AlembicError.noScriptLocation(folder)
        }
        // package:folder is a folder within a package that Python would search for.
        let path = location.split(separator: ":").enumerated().map { index, part in
            index == 0 && location.contains(":") ? String(part).replacing(".", with: "/") : String(part)
        }
        let scripts = PathName.absolute(path.joined(separator: "/"), in: folder)
        guard FileSystem.isFolder(scripts) else { throw AlembicError.noScriptFolder(location, settings: folder) }
        let names = values["version_locations"].map {
            separated($0, by: one("path_separator") ?? one("version_path_separator"))
        }
        return AlembicSettings(
            folder: folder,
            iniName: ini.hasSuffix("/alembic.ini") || !FileSystem.exists(ini) ? nil : PathName.lastComponent(ini),
            scriptFolder: scripts,
            versionFolders: names?.map { PathName.absolute($0, in: folder) } ?? ["\(scripts)/versions"],
            isRecursive: one("recursive_version_locations")?.lowercased() == "true",
            url: one("sqlalchemy.url"),
            fileTemplate: one("file_template"),
            timeZone: one("timezone"),
            slugLength: one("truncate_slug_length"),
            hasHooks: hasHooks
        )
    }

    private static func separated(_ values: [String], by separator: String?) -> [String] {
        guard values.count == 1, let text = values.first else { return values }
        let isSeparator: (Character) -> Bool =
            switch separator {
            case "os", ":": { $0 == ":" || $0.isNewline }
            case ";": { $0 == ";" || $0.isNewline }
            case "newline": { $0.isNewline }
            default: { $0 == "," || $0.isWhitespace }
            }
        return text.split(whereSeparator: isSeparator).map { part in
            var part = part.drop(while: \.isWhitespace)
            while part.last?.isWhitespace == true { part.removeLast() }
            return String(part)
        }.filter { !$0.isEmpty }
    }
}

/// Why nothing can be taken over from Alembic.
package enum AlembicError: Error, Hashable, Sendable {
    case noSuchFolder(String)
    /// There are neither settings nor env.py.
    case noEnvironment(String)
    case noScriptLocation(String)
    case noScriptFolder(String, settings: String)
    /// A file has a value that only Python can evaluate.
    case computed(String, path: String, line: Int)
    /// The folders contain no revisions.
    case noRevisions([String])
    /// The output exists already.
    case inTheWay(String)
    /// Alembic cannot print the revisions.
    case notRun(String)
}

/// An ini file, read like Python's configparser, including `%(name)s`.
private struct INISections {
    private var sections: [String: [String: String]] = [:]
    private let here: String

    init(_ text: String, here: String) {
        self.here = here
        var section = ""
        var key: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = Self.trimmed(line)
            if words.first == "#" || words.first == ";" { continue }
            if line.first?.isWhitespace == true, let key, !words.isEmpty {
                sections[section]?[key]? += "\n" + words
            } else if words.first == "[", words.last == "]" {
                section = String(words.dropFirst().dropLast())
                if sections[section] == nil { sections[section] = [:] }
                key = nil
            } else if let mark = words.firstIndex(where: { $0 == "=" || $0 == ":" }) {
                let name = Self.trimmed(words[..<mark]).lowercased()
                sections[section, default: [:]][name] = Self.trimmed(words[words.index(after: mark)...])
                key = name
            } else {
                key = nil
            }
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }

    func section(_ name: String) -> [String: String] {
        let raw = (sections["DEFAULT"] ?? [:]).merging(sections[name] ?? [:]) { $1 }
        return raw.mapValues { interpolated($0, raw, depth: 0) }
    }

    private func interpolated(_ text: String, _ values: [String: String], depth: Int) -> String {
        var result = ""
        var rest = text[...]
        while let percent = rest.firstIndex(of: "%") {
            result += rest[..<percent]
            rest = rest[rest.index(after: percent)...]
            if rest.first == "%" {
                result += "%"
                rest.removeFirst()
            } else if rest.first == "(", let end = rest.firstIndex(of: ")") {
                let name = rest[rest.index(after: rest.startIndex)..<end].lowercased()
                let value = name == "here" ? here : values[name] ?? ""
                result += depth < 10 ? interpolated(value, values, depth: depth + 1) : value
                rest = rest[rest.index(after: end)...].dropFirst()
            } else {
                result += "%"
            }
        }
        return result + rest
    }
}

/// A section of a TOML file whose values are strings, numbers and lists of strings.
private struct TOMLSection {
    private(set) var values: [String: [String]] = [:]
    private(set) var hasHooks = false

    init(_ text: String, section: String, here: String) {
        var isInside = false
        var open: (key: String, text: String)?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var words = String(line.drop(while: \.isWhitespace))
            if let list = open {
                let all = list.text + "\n" + words
                open = Self.isComplete(all) ? nil : (list.key, all)
                if open == nil { values[list.key] = Self.texts(all, here) }
                continue
            }
            if words.first == "#" || words.isEmpty { continue }
            if words.first == "[" {
                let name = words.filter { !"[] \t\r".contains($0) }.split(separator: "#").first.map(String.init) ?? ""
                isInside = name == section
                if name == section + ".post_write_hooks" { hasHooks = true }
                continue
            }
            guard isInside, let mark = words.firstIndex(of: "=") else { continue }
            let key = words[..<mark].filter { !" \t\"'".contains($0) }
            words = String(words[words.index(after: mark)...].drop(while: \.isWhitespace))
            if words.first == "[", !Self.isComplete(words) {
                open = (key, words)
            } else {
                values[key] = Self.texts(words, here)
            }
        }
    }

    private static func isComplete(_ list: String) -> Bool {
        var quote: Character?
        for character in list {
            if let mark = quote {
                if character == mark { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "]" {
                return true
            }
        }
        return false
    }

    /// The strings of a value. A number or `true` counts as one.
    private static func texts(_ value: String, _ here: String) -> [String] {
        var texts: [String] = []
        var rest = value[...]
        while let character = rest.first {
            rest.removeFirst()
            switch character {
            case "\"", "'":
                var text = ""
                while let next = rest.first, next != character {
                    rest.removeFirst()
                    if next == "\\", character == "\"", let escaped = rest.popFirst() {
                        text.append(escaped)
                    } else {
                        text.append(next)
                    }
                }
                rest = rest.dropFirst()
                texts.append(text.replacing("%(here)s", with: here).replacing("%%", with: "%"))
            case "#":
                rest = rest.drop { !$0.isNewline }
            case _ where character.isLetter || character.isNumber:
                let word = rest.prefix { $0.isLetter || $0.isNumber }
                texts.append(String(character) + word)
                rest = rest.dropFirst(word.count)
            default: break
            }
        }
        return texts
    }
}
