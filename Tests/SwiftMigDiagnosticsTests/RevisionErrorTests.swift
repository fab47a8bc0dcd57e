import DiagnosticModel
import Revisions
import SQLStatements
import SwiftMigPlatform
import Testing
import YAMLDocument

/// Tests of the words of errors in revision files, in the chain and in targets.
struct RevisionErrorTests {
    static let place = SourceLocation(file: "r2.sql", line: 7, column: 1)

    private static let broken: [(RevisionFileError, String)] = [
        (.unreadable(path: "r2.sql", .noAccess), "unreadable_revision"),
        (.noFile(path: "r2.sql", .folder), "unreadable_revision"),
        (.noFile(path: "r2.sql", .danglingLink), "unreadable_revision"),
        (.noFile(path: "r2.sql", .other), "unreadable_revision"),
        (.changedMeanwhile(path: "r2.sql"), "changed_revision"), (.notUTF8(place, offset: 9), "not_utf8"),
        (.noHeader(path: "r2.sql"), "no_revision_header"), (.commentWithoutBlank(place), "comment_without_blank"),
        (.header(.keyIsNotText(place)), "key_is_not_text"), (.headerIsNotMapping(place), "bad_revision_header"),
        (.unknownKey("revison", nearest: "revision", place), "unknown_header_key"),
        (.unknownKey("x", nearest: nil, place), "unknown_header_key"),
        (.missingKey("revision", place), "missing_header_key"),
        (.badValue(key: "created", expected: "a date", found: "'x'", place), "bad_header_value"),
        (.illegalRevisionID("a b", characters: [" "], place), "illegal_revision_id"),
        (.illegalRevisionID("head", characters: [], place), "illegal_revision_id"),
        (.script(.unterminated(.string, line: 7, column: 1), path: "r2.sql"), "unterminated_string"),
        (.script(.badDelimiter(line: 7, column: 1), path: "r2.sql"), "bad_delimiter"),
        (.script(.severalInComment(line: 7, column: 1), path: "r2.sql"), "several_in_comment"),
        (.unknownDirective("upgade", nearest: "upgrade", place), "unknown_directive"),
        (.malformedDirective(place), "unknown_directive"),
        (.unknownParameter("x", of: "upgrade", place), "unknown_parameter"),
        (.repeatedSection("upgrade", place, first: 3), "repeated_section"),
        (.statementOutsideOfSection(place), "statement_outside_of_section"),
        (.directiveWithoutStatement("batch", place), "directive_without_statement"),
        (.missingDirectiveKey("key", of: "batch", place), "missing_directive_key"),
        (.repeatedDirective("retries", place), "repeated_directive"),
        (.directiveNotApplicable("lock", .noAlteration, place), "directive_not_applicable"),
        (.directiveNotApplicable("lock", .saidAlready, place), "directive_not_applicable"),
        (.directiveNotApplicable("batch", .noRange, place), "directive_not_applicable"),
        (.directiveNotApplicable("batch", .noRows, place), "directive_not_applicable"),
        (.irreversibleWithStatements(place), "irreversible_with_statements"),
        (.historyWithStatements(place), "history_with_statements"),
    ]

    static let files = broken.map { ExpectedWords($0, $1, .badData) }

    static let writing: [ExpectedWords] = [
        .init(
            RevisionFileError.badDirectiveValue(key: "lock", expected: "one of none", found: "x", place),
            "bad_directive_value",
            .badData,
            hasHints: false
        ),
        .init(RevisionFileError.folderMissing(path: "migrations"), "no_migrations_folder", .configuration),
        .init(RevisionFileError.unwritable(path: "/migrations/r2.sql", .noSpace), "unwritable_revision", .writeFailed),
        .init(RevisionFileError.fileExists(path: "r2.sql"), "revision_exists"),
        .init(RevisionFileError.controlCharacters(key: "message", value: "a\u{7}"), "control_characters", .usage),
        .init(RevisionFileError.headerNotEditable(path: "r2.sql"), "header_not_editable"),
        .init(RevisionFileError.unknownTimeZone("Mars", place), "unknown_timezone", .configuration),
        .init(
            RevisionFileError.badTemplate(.unknownToken("x", nearest: nil), place),
            "bad_revision_template",
            .configuration
        ),
        .init(RevisionFileError.badTemplate(.leavesOut("upgrade"), place), "bad_revision_template", .configuration),
    ]

    private static let templates: [FileNameTemplateError] = [
        .unknownToken("x", nearest: "rev"), .unknownToken("x", nearest: nil), .unclosed("rev"),
        .unopened, .leavesFolder, .hidden, .folderNotRead,
    ]

    static let fileTemplates = templates.map {
        ExpectedWords(RevisionFileError.badFileTemplate("{x}", $0, nil), "bad_file_template", .configuration)
    }

    static let targets: [ExpectedWords] = [
        .init(RevisionTargetError.malformed("@@"), "no_such_revision", .usage),
        .init(RevisionTargetError.noSuchRevision("x", nearest: ["y"]), "no_such_revision"),
        .init(RevisionTargetError.notHere("current"), "no_such_revision"),
        .init(RevisionTargetError.noSuchBranch("b", labels: []), "no_such_branch"),
        .init(RevisionTargetError.notInBranch("x", branch: "b"), "not_in_branch"),
        .init(RevisionTargetError.ambiguousPrefix("a", candidates: ["ab", "ac"]), "ambiguous_prefix"),
        .init(RevisionTargetError.multipleHeads("head", heads: ["a", "b"]), "multiple_heads"),
        .init(RevisionTargetError.ambiguousRelative("-1", candidates: ["a", "b"]), "ambiguous_relative"),
        .init(RevisionTargetError.ambiguousStart("-1", starts: ["a", "b"]), "ambiguous_relative"),
        .init(RevisionTargetError.relativeOutOfRange("+9", steps: 1), "relative_out_of_range"),
        .init(RevisionTargetError.wrongDirection("-1", requested: .upgrade), "relative_out_of_range"),
        .init(RevisionTargetError.wrongDirection("+1", requested: .downgrade), "relative_out_of_range"),
        .init(RevisionTargetError.baseAmongTargets(["base", "a"]), "overlapping_targets", .usage),
        .init(RevisionTargetError.notAValidTarget("b", current: []), "not_a_valid_target"),
        .init(RevisionTargetError.rangeNotAncestor("b:a"), "range_not_ancestor"),
        .init(RevisionTargetError.badHistoryRange("a"), "bad_history_range", .usage),
        .init(RevisionTargetError.rangeNeedsSQL("a:b"), "range_needs_sql", .usage),
        .init(RevisionTargetError.sqlRangeRequired("a"), "sql_range_required", .usage),
        .init(RevisionTargetError.notAHead("a", heads: ["b"]), "not_a_head"),
        .init(RevisionTargetError.duplicateHeads("a"), "duplicate_heads", .usage),
        .init(RevisionTargetError.overlappingTargets(["a", "b"]), "overlapping_targets"),
        .init(RevisionTargetError.unknownVersion("x"), "no_such_revision"),
        .init(RevisionTargetError.replacedVersion("x", by: "s"), "no_such_revision"),
        .init(RevisionTargetError.replacedRevision("x", by: "s"), "no_such_revision"),
    ]

    private static let brokenChains: [(RevisionGraphError, String)] = [
        (.file(.noHeader(path: "r2.sql")), "no_revision_header"),
        (.duplicateRevision("r2", place, first: place), "duplicate_revision"),
        (.duplicateLabel("b", place, first: place), "duplicate_branch_label"),
        (.missingRevision("x", key: "down_revision", neededBy: "r2", place), "no_such_revision"),
        (.ambiguousDependency("a", neededBy: "r2", candidates: ["ab", "ac"], place), "ambiguous_prefix"),
        (.selfLoop("r2", place), "self_loop"), (.dependencySelfLoop("r2", place), "dependency_self_loop"),
        (.cycle(["a", "b"], [place, place]), "cycle"),
        (.dependencyCycle(["a", "b"], [place, place]), "dependency_cycle"),
        (.badSquash("s", .itself, place), "bad_squash"),
        (.badSquash("s", .overlaps("a", other: "t"), place), "bad_squash"),
        (.badSquash("s", .incomplete(missing: ["a"], present: ["b"]), place), "bad_squash"),
        (.badSquash("s", .lastIsNotTheEnd("a"), place), "bad_squash"),
        (.badSquash("s", .otherParents(expected: []), place), "bad_squash"),
    ]

    static let chains = brokenChains.map { ExpectedWords($0, $1, .badData) }

    static let squashes: [ExpectedWords] = [
        .init(SquashError.severalEnds(["a", "b"]), "multiple_heads", .usage),
        .init(SquashError.tooShort([]), "nothing_to_squash", .usage),
        .init(SquashError.branchesOff("c", from: "b"), "branches_off"),
        .init(SquashError.containsOpenSquash("s"), "open_squash"),
    ]

    @Test(arguments: files + writing + fileTemplates + targets + chains + squashes)
    func everyErrorOfTheChainHasWords(_ expected: ExpectedWords) { expected.check() }

    static let tables: [(String, [ExpectedWords])] = [
        ("RevisionFileError", files + writing + fileTemplates), ("RevisionTargetError", targets),
        ("RevisionGraphError", chains), ("SquashError", squashes),
    ]

    @Test(arguments: tables)
    func everyCaseIsInTheTable(name: String, table: [ExpectedWords]) throws {
        try ExpectedWords.expectAll(of: name, in: table)
    }
}
