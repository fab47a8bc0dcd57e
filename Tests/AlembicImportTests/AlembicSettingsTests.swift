import DiagnosticModel
import Testing

@testable import AlembicImport

struct AlembicSettingsTests {
    private static let environment = ["alembic/env.py": "", "alembic/versions/.keep": ""]

    @Test(
        "An ini file, read as Python reads it",
        arguments: [
            ("script_location = alembic\nsqlalchemy.url = mysql://h/d", \.url, "mysql://h/d"),
            ("script_location: alembic\n# sqlalchemy.url = x\n", \.url, nil),
            (
                "script_location = %(here)s/alembic\nfile_template = %%(rev)s_%%(slug)s", \.fileTemplate,
                "%(rev)s_%(slug)s"
            ),
            ("script_location = alembic\nhost = db\nsqlalchemy.url = mysql://%(host)s/d", \.url, "mysql://db/d"),
            ("script_location = alembic\ntimezone =\n", \.timeZone, nil),
            ("SCRIPT_LOCATION = alembic\ntruncate_slug_length = 20", \.slugLength, "20"),
            ("script_location = alembic\nloop = %(loop)s\ntimezone = UTC", \.timeZone, "UTC"),
        ] as [(String, any KeyPath<AlembicSettings, String?> & Sendable, String?)]
    )
    func ini(_ text: String, _ key: any KeyPath<AlembicSettings, String?> & Sendable, _ value: String?) throws {
        let folder = try AlembicFolder(Self.environment.merging(["alembic.ini": "[alembic]\n" + text]) { $1 })
        let settings = try AlembicSettings.read(folder.path)
        #expect(settings.scriptFolder == folder.path + "/alembic")
        #expect(settings[keyPath: key] == value)
    }

    @Test(
        "The folders of revisions",
        arguments: [
            ("", ["alembic/versions"]),
            ("version_locations = a b", ["a", "b"]),
            ("version_locations = a, b", ["a", "b"]),
            ("version_locations = %(here)s/a:b\npath_separator = os", ["a", "b"]),
            ("version_locations = my folder;b\nversion_path_separator = ;", ["my folder", "b"]),
            ("version_locations =\n  a\n  b\npath_separator = newline", ["a", "b"]),
        ]
    )
    func folders(_ text: String, _ folders: [String]) throws {
        let ini = "[alembic]\nscript_location = alembic\n" + text
        let folder = try AlembicFolder(Self.environment.merging(["alembic.ini": ini]) { $1 })
        #expect(try AlembicSettings.read(folder.path).versionFolders == folders.map { "\(folder.path)/\($0)" })
    }

    /// What pyproject.toml says comes before what alembic.ini says.
    @Test func aProjectFile() throws {
        let folder = try AlembicFolder(
            Self.environment.merging([
                "alembic.ini": "[alembic]\nsqlalchemy.url = mysql://ini/d\ntimezone = UTC\n",
                "pyproject.toml": """
                [project]
                timezone = "no"
                [tool.alembic]
                # a comment
                script_location = "%(here)s/alembic"
                version_locations = [
                    "a",   # the first
                    'b',
                ]
                timezone = "Europe/Berlin"
                recursive_version_locations = true
                [[tool.alembic.post_write_hooks]]
                name = "black"
                """,
            ]) { $1 }
        )
        let settings = try AlembicSettings.read(folder.path)
        #expect(settings.versionFolders == ["\(folder.path)/a", "\(folder.path)/b"])
        #expect(settings.timeZone == "Europe/Berlin" && settings.url == "mysql://ini/d")
        #expect(settings.isRecursive && settings.hasHooks)
    }

    /// The folder with env.py is enough.
    @Test func theFolderOfScriptsAlone() throws {
        let folder = try AlembicFolder(Self.environment)
        let settings = try AlembicSettings.read(folder.path + "/alembic")
        #expect(settings.folder == folder.path && settings.versionFolders == [folder.path + "/alembic/versions"])
    }

    @Test(
        "Why there is nothing to take over",
        arguments: [
            ([:], "", "no Alembic environment"), ([:], "/none", "there is no folder"),
            (["alembic.ini": "[alembic]\n"], "", "have no script_location"),
            (["alembic.ini": "[alembic]\nscript_location = gone\n"], "", "script_location 'gone'"),
        ] as [([String: String], String, String)]
    )
    func errors(_ files: [String: String], _ path: String, _ words: String) throws {
        let folder = try AlembicFolder(files.merging(["README": ""]) { $1 })
        let error = #expect(throws: AlembicError.self) { try AlembicSettings.read(folder.path + path) }
        let diagnostic = try #require(error).diagnostic
        #expect(diagnostic.message.contains(words) && diagnostic.exitCode == .configuration, "\(diagnostic.message)")
    }
}
