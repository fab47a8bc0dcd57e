package import DiagnosticModel
package import Revisions
internal import SwiftMigPlatform

extension RevisionFileError: DiagnosticConvertible {
    /// One entry for each case: a new case does not compile without its words.
    package var diagnostic: Diagnostic {
        switch self {
        case .unreadable(let path, let error):
            broken(
                "unreadable_revision",
                "cannot be read: \(error.reason)",
                SourceLocation(file: path),
                ["ls -l \(path)"]
            )
        case .noFile(let path, let what): noFile(path, what)
        case .folderMissing(let path):
            Diagnostic(
                "no_migrations_folder",
                "there is no folder \(path) for revisions",
                hints: [
                    "write the first revision: swiftmig revision -m \"…\"", "or name another folder: migrations: …",
                ],
                location: SourceLocation(file: path),
                exitCode: .configuration
            )
        case .changedMeanwhile(let path):
            broken(
                "changed_revision",
                "has changed since this command began",
                SourceLocation(file: path),
                ["run the command again"]
            )
        case .unwritable(let path, let error):
            Diagnostic(
                "unwritable_revision",
                "the revision cannot be written to \(path): \(error.reason); nothing was written",
                hints: [WritingHint.command(for: path, error), WritingHint.repetition],
                location: SourceLocation(file: path),
                exitCode: .writeFailed
            )
        case .controlCharacters(let key, let value):
            Diagnostic(
                "control_characters",
                "the \(key) '\(value.onOneLine)' contains control characters; nothing was written",
                hints: ["leave them out; put longer text into comments below the header"],
                exitCode: .usage
            )
        case .fileExists(let path):
            Diagnostic(
                "revision_exists",
                "\(path) already exists; nothing was written",
                hints: ["give the revision another message, or put {revision} into file_template"],
                location: SourceLocation(file: path)
            )
        case .headerNotEditable(let path):
            Diagnostic(
                "header_not_editable",
                "the header of \(path) is written in a way that cannot be changed safely; nothing was written",
                hints: ["change down_revision by hand"],
                location: SourceLocation(file: path)
            )
        case .badFileTemplate(let template, let error, let location):
            Diagnostic(
                "bad_file_template",
                "file_template '\(template)' \(error.message)",
                hints: [error.hint],
                location: location,
                exitCode: .configuration
            )
        case .unknownTimeZone(let zone, let location):
            Diagnostic(
                "unknown_timezone",
                "there is no time zone '\(zone)'",
                hints: ["write timezone: UTC, local, +02:00 or a name such as Europe/Berlin"],
                location: location,
                exitCode: .configuration
            )
        case .badTemplate(.unknownToken(let token, let nearest), let location):
            Diagnostic(
                "bad_revision_template",
                "\(location.file) has the unknown token {\(token)}; nothing was written",
                hints: [
                    nearest.map { "did you mean {\($0)}?" }
                        ?? "known are {revision} {down_revision} {branch_labels} {depends_on} {created} {message} {upgrade} {downgrade}"
                ],
                location: location,
                exitCode: .configuration
            )
        case .badTemplate(.leavesOut(let key), let location):
            Diagnostic(
                "bad_revision_template",
                "the files that \(location.file) makes do not say the revision's \(key); nothing was written",
                hints: [
                    ["upgrade", "downgrade"].contains(key)
                        ? "put {\(key)} below a line: -- swiftmig: \(key)" : "add the line: -- \(key): {\(key)}"
                ],
                location: location,
                exitCode: .configuration
            )
        case .notUTF8(let location, let offset):
            broken(
                "not_utf8",
                "is not UTF-8 text: the byte at offset \(offset) does not begin a character",
                location,
                ["save it as UTF-8, from Latin-1 for example: iconv -f LATIN1 -t UTF-8 \(location.file)"]
            )
        case .commentWithoutBlank(let location):
            broken(
                "comment_without_blank",
                "has a line that starts with -- without a space after it, which the server does not read as a comment",
                location,
                ["write a space after the hyphens: -- …"]
            )
        case .noHeader(let path):
            broken(
                "no_revision_header",
                "has no revision header",
                SourceLocation(file: path, line: 1, column: 1),
                ["start it with: -- revision: \(RevisionID.random())", "then: -- down_revision: … (null for a base)"]
            )
        case .header(let error):
            {
                var diagnostic = error.diagnostic
                diagnostic.exitCode = .badData
                return diagnostic
            }()
        case .headerIsNotMapping(let location):
            broken(
                "bad_revision_header",
                "has a header that is not a list of `-- key: value` lines",
                location,
                ["write it like this: -- down_revision: null"]
            )
        case .unknownKey(let key, let nearest, let location):
            broken(
                "unknown_header_key",
                "has the unknown key '\(key)' in its header",
                location,
                [
                    nearest.map { "did you mean \($0)?" }
                        ?? "known are revision, down_revision, branch_labels, depends_on, created, message"
                ]
            )
        case .missingKey(let key, let location):
            broken(
                "missing_header_key",
                "has no '\(key)' in its header",
                location,
                [
                    key == "revision"
                        ? "add the line: -- revision: \(RevisionID.random())"
                        : "add the line: -- \(key): … (null for a base)"
                ]
            )
        case .badValue(let key, let expected, let found, let location):
            broken(
                "bad_header_value",
                "has \(found) for '\(key)', but needs \(expected)",
                location,
                ["write it like this: -- \(key): \(Self.headerExample(of: key))"]
            )
        case .illegalRevisionID(let id, let characters, let location):
            illegalID(id, characters, location)
        case .script(let error, let path): error.diagnostic(in: path)
        case .unknownDirective(let name, let nearest, let location):
            broken(
                "unknown_directive",
                "has the unknown directive '\(name)'",
                location,
                [
                    nearest.map { "did you mean -- swiftmig: \($0)?" }
                        ?? "known are upgrade, downgrade, irreversible and history, and above a statement lock_wait=, "
                        + "retries=, algorithm= and lock="
                ]
            )
        case .malformedDirective(let location):
            broken(
                "unknown_directive",
                "has a line '-- swiftmig:' without a directive",
                location,
                ["write -- swiftmig: upgrade"]
            )
        case .unknownParameter(let words, let directive, let location):
            broken(
                "unknown_parameter",
                "has '\(words)' after '-- swiftmig: \(directive)', which takes no parameters",
                location,
                ["leave it out: -- swiftmig: \(directive)"]
            )
        case .repeatedSection(let name, let location, let first):
            broken(
                "repeated_section",
                "has '-- swiftmig: \(name)' after the same kind of section in line \(first)",
                location,
                ["put all statements of a direction into one section"]
            )
        case .statementOutsideOfSection(let location):
            broken(
                "statement_outside_of_section",
                "has a statement before any section",
                location,
                ["write above it: -- swiftmig: upgrade"]
            )
        case .directiveWithoutStatement(let name, let location):
            broken(
                "directive_without_statement",
                "has the directive '\(name)' without a statement below it",
                location,
                ["put it above the statement that it is about, or remove it"]
            )
        case .historyWithStatements(let location):
            broken(
                "history_with_statements",
                "is history that cannot be run, but has an upgrade statement",
                location,
                ["keep one: the statements, or the line '-- swiftmig: history …'"]
            )
        case .irreversibleWithStatements(let location):
            broken(
                "irreversible_with_statements",
                "is irreversible, but has a downgrade statement",
                location,
                ["keep one: the statements, or the line '-- swiftmig: irreversible …'"]
            )
        case .badDirectiveValue(let key, let expected, let found, let location):
            broken(
                "bad_directive_value",
                "has '-- swiftmig: \(key)=\(found)', and \(key) takes \(expected)",
                location,
                []
            )
        case .repeatedDirective(let key, let location):
            broken("repeated_directive", "says \(key) twice for one statement", location, ["leave one of them out"])
        case .directiveNotApplicable(let key, .noAlteration, let location):
            broken(
                "directive_not_applicable",
                "has '-- swiftmig: \(key)=' above a statement that has no such clause",
                location,
                ["only ALTER TABLE, CREATE INDEX and DROP INDEX take \(key.uppercased())"]
            )
        case .directiveNotApplicable(let key, .saidAlready, let location):
            broken(
                "directive_not_applicable",
                "has '-- swiftmig: \(key)=' above a statement that says its \(key.uppercased()) itself",
                location,
                ["leave one of them out"]
            )
        case .missingDirectiveKey(let key, let directive, let location):
            broken(
                "missing_directive_key",
                "has '-- swiftmig: \(directive)' without \(key)=",
                location,
                ["-- swiftmig: batch table=users key=id size=5000 pause=50ms"]
            )
        case .directiveNotApplicable(_, .noRange, let location):
            broken(
                "directive_not_applicable",
                "has '-- swiftmig: batch' above a statement that does not say where the range goes",
                location,
                ["write {range} for the condition: UPDATE users SET seen = 1 WHERE {range}"]
            )
        case .directiveNotApplicable(_, .noRows, let location):
            broken(
                "directive_not_applicable",
                "has '-- swiftmig: batch' above a statement that changes no rows",
                location,
                ["only INSERT, UPDATE, DELETE and REPLACE run in batches"]
            )
        }
    }

    private func noFile(_ path: String, _ what: NoFile) -> Diagnostic {
        let (words, hint) =
            switch what {
            case .folder: ("is a folder", "give it a name that does not end with .sql")
            case .danglingLink: ("is a broken symbolic link", "see where it points: ls -l \(path)")
            case .other: ("is not a text file", "see what it is: ls -l \(path)")
            }
        return broken(
            "unreadable_revision",
            "\(words), and every name that ends with .sql here is read as a revision",
            SourceLocation(file: path),
            [hint]
        )
    }

    private static func headerExample(of key: String) -> String {
        switch key {
        case "revision": RevisionID.random()
        case "down_revision": "1f2e3d4c5b6a"
        case "branch_labels", "depends_on": "[]"
        case "created": "2026-11-22T18:31:26Z"
        default: "\"add users\""
        }
    }

    private func illegalID(_ id: String, _ characters: [Character], _ location: SourceLocation) -> Diagnostic {
        let reason =
            characters.isEmpty
            ? "'\(id)' cannot be a revision id or label: it is empty, too long or a reserved word of target expressions"
            : "'\(id)' cannot be a revision id or label: "
                + characters.map { $0.isWhitespace ? "a blank" : "'\($0)'" }.joined(separator: ", ")
                + " has a meaning in target expressions"
        return Diagnostic(
            "illegal_revision_id",
            reason,
            hints: ["use letters, digits and underscores"],
            location: location,
            exitCode: .badData
        )
    }

    private func broken(_ code: String, _ what: String, _ location: SourceLocation, _ hints: [String]) -> Diagnostic {
        Diagnostic(code, "\(location.file) \(what)", hints: hints, location: location, exitCode: .badData)
    }

}

extension FileNameTemplateError {
    fileprivate var message: String {
        switch self {
        case .unknownToken(let token, _): "has the unknown token {\(token)}"
        case .unclosed(let rest): "has a token that does not end: {\(rest)"
        case .unopened: "has a } without a {"
        case .leavesFolder: "leads outside the migrations folder"
        case .hidden: "makes a name that begins with a dot, which is not read"
        case .folderNotRead: "puts files into folders that are not read"
        }
    }

    fileprivate var hint: String {
        switch self {
        case .unknownToken(_, let nearest?): "did you mean {\(nearest)}?"
        case .unknownToken:
            "known are \(FileNameTemplate.Token.allCases.map { "{\($0)}" }.joined(separator: " ")), also as %(rev)s"
        case .unclosed: "end it with }"
        case .unopened: "take it out, or begin a token: {slug}"
        case .leavesFolder: "name another folder with: migrations: …"
        case .hidden: "begin with a token: {created}_{revision}_{slug}"
        case .folderNotRead: "recursive: true"
        }
    }
}
