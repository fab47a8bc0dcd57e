internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// The settings of an Alembic environment, from alembic.ini, pyproject.toml, or both.
package struct AlembicSettings: Sendable {
    /// The absolute path of the settings' folder, in which Alembic is started.
    var folder: String
    /// The name of the ini file, if it is not the default.
    var iniName: String?
    /// An absolute path.
    var scriptFolder: String
    /// Absolute paths.
    package var versionFolders: [String]
    var isRecursive: Bool
    var url: String?
    var fileTemplate: String?
    var timeZone: String?
    var slugLength: String?
    package var hasHooks: Bool

    /// Reads the settings at a path: a folder with alembic.ini or pyproject.toml, the folder with env.py below it, or
    /// an ini file.
    ///
    /// - Throws: `AlembicError`, `FileError`.
    package static func read(_ path: String) throws -> AlembicSettings {
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
