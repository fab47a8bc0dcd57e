import DiagnosticModel
internal import SchemaDocument
internal import SchemaModel
import SchemaSQL
internal import Testing
internal import YAMLDocument

struct BadDocumentTests {
    typealias Kind = SchemaDocumentProblem.Kind

    private static let t = DocumentPlace.table("t")
    private static let c = DocumentPlace.column("c", table: "t")
    private static let f = DocumentPlace.foreignKey("f", table: "t")
    private static let i = DocumentPlace.index("i", table: "t")

    /// A document, its only problem (without lists of known words), and the problem's line and column.
    private static let documents: [(String, Kind, Int, Int)] = [
        ("", .noTables, 1, 1),
        ("tables: {}", .noTables, 1, 1),
        ("swiftmig: 2\ntables: {t: {columns: {c: int}}}", .unsupportedVersion("2"), 1, 11),
        ("tabels: {}", .unknownKey("tabels", in: .document, known: []), 1, 1),
        ("[]", .wrongType(key: "", in: .document, expected: "a mapping", found: "a list"), 1, 1),
        ("tables: [t]", .wrongType(key: "tables", in: .document, expected: "a mapping", found: "a list"), 1, 9),
        (
            "tables: {t: {columns: {c: int}}}\nviews: {v: {query: select 1}}",
            .unknownKey(
                "query",
                in: .object(StoredObject.ID(.view, "v")),
                known: []
            ), 2, 13
        ),
        (
            "tables: {t: {columns: {c: int}}}\ntriggers: {a: {table: x, timing: before, event: insert, body: set @a = 1}}",
            .unknownTable("x", in: .object(StoredObject.ID(.trigger, "a")), known: []), 2, 12
        ),
        (
            "tables: {t: {columns: {c: int}}}\nviews: {t: select 1}",
            .duplicate(
                .object(StoredObject.ID(.view, "t")),
                first: at(1, 10)
            ), 2, 9
        ),
        (
            "tables: {t: {columns: {c: int}}}\nsequences: {s: {start: one}}",
            .badValue(
                key: "start",
                in: .object(StoredObject.ID(.sequence, "s")),
                value: "one",
                expected: []
            ), 2, 24
        ),
        (
            "naming: {index: \"{tabel}\"}\ntables: {t: {columns: {c: int}}}",
            .unknownPlaceholder("tabel", in: "index", known: []), 1, 17
        ),
        (
            "defaults: {charset: latin1, collation: utf8mb4_bin}\ntables: {t: {columns: {c: int}}}",
            .exclusive("charset latin1", "collation utf8mb4_bin", in: .defaults), 1, 29
        ),
        (
            "tables: {t: {columns: {c: int}}, u: {columns: {c: int}, renamed_from: t}}",
            .renamedFromDeclared("t", in: .table("u")), 1, 34
        ),
        ("tables:\n  t: {}", .noColumns(t), 2, 3),
        ("tables:\n  t:\n    columns: {}", .noColumns(t), 2, 3),
        (
            "tables:\n  t: {columns: {c: int}}\n  t: {columns: {c: int}}",
            .yaml(.duplicateKey("t", at(3, 3), first: at(2, 3))), 3, 3
        ),
        ("tables: {t: [", .yaml(.syntax("", at(2, 1), .other)), 2, 1),
    ]

    /// The lines inside `tables: {t: {…}}`, which start at line 3, column 5.
    private static let tables: [(String, Kind, Int, Int)] = [
        ("colums: {c: int}\n    columns: {c: int}", .unknownKey("colums", in: t, known: []), 3, 5),
        ("columns: {c: {type: int, nulable: true}}", .unknownKey("nulable", in: c, known: []), 3, 30),
        ("columns: {c: {nullable: true}}", .missingKey("type", in: c), 3, 15),
        ("columns: {c: {type: [int]}}", .wrongType(key: "type", in: c, expected: "text", found: "a list"), 3, 25),
        (
            "columns: {c: {type: int, nullable: 'yes'}}",
            .wrongType(key: "nullable", in: c, expected: "true or false", found: "text"), 3, 40
        ),
        ("columns: {c: {type: varchar}}", .columnType(.missingLength(type: "varchar"), text: "varchar", in: c), 3, 25),
        ("columns: {c: int, C: int}", .duplicate(.column("C", table: "t"), first: at(3, 15)), 3, 23),
        (
            "columns: {c: {type: int, default: {hex: abc}}}",
            .badValue(key: "hex", in: c, value: "abc", expected: []), 3, 45
        ),
        ("columns: {c: {type: int, default: {slq: a}}}", .unknownKey("slq", in: c, known: []), 3, 40),
        (
            "columns: {c: {type: int, default: [1]}}",
            .wrongType(key: "default", in: c, expected: "a value or {sql: …}", found: "a list"), 3, 39
        ),
        (
            "columns: {c: {type: int, default: 1, generated: {sql: 2}}}", .exclusive("default", "generated", in: c), 3,
            15
        ),
        (
            "columns: {c: {type: int, default: 1, auto_increment: true}}\n    primary_key: [c]",
            .exclusive("default", "auto_increment", in: c), 3, 15
        ),
        (
            "columns: {c: {type: char(9), auto_increment: true}}\n    primary_key: [c]",
            .attribute("auto_increment", type: "char(9)", in: c), 3, 15
        ),
        ("columns: {c: {type: int, on_update: {sql: now()}}}", .attribute("on_update", type: "int", in: c), 3, 15),
        ("columns: {c: {type: int, charset: utf8mb4}}", .attribute("charset", type: "int", in: c), 3, 15),
        ("columns: {c: {type: int, srid: 4326}}", .attribute("srid", type: "int", in: c), 3, 15),
        (
            "columns: {c: {type: char(1) charset latin1, charset: utf8mb4}}",
            .exclusive("charset latin1", "charset utf8mb4", in: c), 3, 49
        ),
        (
            "columns: {c: {type: char(1), charset: latin1, collation: utf8mb4_bin}}",
            .exclusive("charset latin1", "collation utf8mb4_bin", in: c), 3, 51
        ),
        (
            "columns: {c: {type: char(1) character set latin1 collate utf8_bin}}",
            .exclusive("charset latin1", "collation utf8mb3_bin", in: c), 3, 25
        ),
        (
            "columns: {c: int}\n    options: {collation: latin1_bin, charset: utf8}",
            .exclusive("charset utf8", "collation latin1_bin", in: .options(table: "t")), 4, 15
        ),
        ("columns: {c: {type: int, default: null}}", .nullDefault(c), 3, 30),
        ("columns: {c: {type: int, nullable: false, default: ~}}", .nullDefault(c), 3, 47),
        (
            "columns: {d: int, c: {type: int, renamed_from: D}}", .renamedFromDeclared("D", in: c), 3, 23
        ),
        ("columns: {c: char(1) binary}", .binaryWithoutCharset(c), 3, 18),
        ("columns: {c: {type: int, auto_increment: true}}", .autoIncrementWithoutKey(c), 3, 15),
        ("columns: {c: serial, d: serial}", .secondAutoIncrement(.column("d", table: "t"), first: "c"), 3, 26),
        ("columns: {c: {type: int, nullable: true}}\n    primary_key: [c]", .nullablePrimaryKey(c), 3, 15),
        (
            "columns: {c: int}\n    primary_key: [d]",
            .unknownColumn("d", table: "t", in: .primaryKey(table: "t"), known: []), 4, 5
        ),
        (
            "columns: {c: int}\n    indexes:\n      i: {columns: [d]}",
            .unknownColumn("d", table: "t", in: i, known: []), 5, 7
        ),
        ("columns: {c: int}\n    indexes:\n      i: {columns: [c, c]}", .repeatedColumn("c", in: i), 5, 7),
        ("columns: {c: int}\n    indexes:\n      i: {unique: true}", .missingKey("columns", in: i), 5, 10),
        (
            "columns: {c: int}\n    indexes:\n      i: {columns: [c], kind: spacial}",
            .badValue(key: "kind", in: i, value: "spacial", expected: []), 5, 31
        ),
        (
            "columns: {c: text}\n    indexes:\n      i: {columns: [c], kind: fulltext, unique: true}",
            .exclusive("unique", "kind fulltext", in: i), 5, 25
        ),
        (
            "columns: {c: int}\n    indexes:\n      i: {columns: ['c(x)']}",
            .badValue(key: "columns", in: i, value: "c(x)", expected: []), 5, 21
        ),
        (
            "columns: {c: int}\n    indexes: {a: [c], A: [c]}", .duplicate(.index("A", table: "t"), first: at(4, 15)),
            4, 23
        ),
        ("columns: {c: int}\n    indexes: {PRIMARY: [c]}", .badName(.index("PRIMARY", table: "t")), 4, 15),
        (
            "columns: {c: int}\n    foreign_keys:\n      f: {columns: [c], references: x(id)}",
            .unknownTable("x", in: f, known: []), 5, 7
        ),
        (
            "columns: {c: int}\n    foreign_keys:\n      f: {columns: [c], references: t(d)}",
            .unknownColumn("d", table: "t", in: f, known: []), 5, 7
        ),
        (
            "columns: {c: int}\n    foreign_keys:\n      f: {columns: [d], references: t(c)}",
            .unknownColumn("d", table: "t", in: f, known: []), 5, 7
        ),
        (
            "columns: {c: int, d: int}\n    foreign_keys:\n      f: {columns: [c], references: 't(c, d)'}",
            .columnCounts(in: f, columns: 1, referenced: 2), 5, 7
        ),
        (
            "columns: {c: int}\n    foreign_keys:\n      f: {columns: [c], references: t}",
            .noPrimaryKey(table: "t", in: f), 5, 7
        ),
        (
            "columns: {c: int}\n    foreign_keys:\n      f: {columns: [c], references: 't(c'}",
            .badValue(key: "references", in: f, value: "t(c", expected: []), 5, 37
        ),
        (
            "columns: {c: int}\n    foreign_keys:\n      f: {columns: [c], references: t(c), on_delete: casacde}",
            .badValue(key: "on_delete", in: f, value: "casacde", expected: []), 5, 54
        ),
        ("columns: {c: int}\n    foreign_keys:\n      f: {columns: [c]}", .missingKey("references", in: f), 5, 7),
        (
            "columns: {c: int}\n    checks:\n      k: [a]",
            .wrongType(key: "k", in: .check("k", table: "t"), expected: "an SQL expression", found: "a list"), 5, 10
        ),
    ]

    private static func at(_ line: Int, _ column: Int) -> DiagnosticModel.SourceLocation {
        DiagnosticModel.SourceLocation(file: "m.yaml", line: line, column: column)
    }

    private func problems(_ text: String) throws -> [SchemaDocumentProblem] {
        let error = #expect(throws: SchemaDocumentError.self) {
            try SchemaDocument.read(texts: [(text, "m.yaml")])
        }
        return try #require(error).problems
    }

    @Test(arguments: documents + tables.map { ("tables:\n  t:\n    " + $0.0, $0.1, $0.2, $0.3) })
    func namesTheProblemAndThePlace(text: String, kind: Kind, line: Int, column: Int) throws {
        let problems = try problems(text)
        #expect(problems.map { Self.withoutLists($0.kind) } == [kind])
        #expect(problems.first?.location == Self.at(line, column))
    }

    /// Lists of known words would make the test cases long and add nothing.
    private static func withoutLists(_ kind: Kind) -> Kind {
        switch kind {
        case .unknownKey(let key, let place, _): .unknownKey(key, in: place, known: [])
        case .badValue(let key, let place, let value, _): .badValue(key: key, in: place, value: value, expected: [])
        case .unknownPlaceholder(let name, let key, _): .unknownPlaceholder(name, in: key, known: [])
        case .unknownTable(let name, let place, _): .unknownTable(name, in: place, known: [])
        case .unknownColumn(let name, let table, let place, _): .unknownColumn(name, table: table, in: place, known: [])
        case .yaml(.syntax(_, let location, _)): .yaml(.syntax("", location, .other))
        default: kind
        }
    }

    @Test func everythingIsToldAtOnceInTheOrderOfTheText() throws {
        let problems = try problems(
            """
            tables:
              t:
                columns:
                  a: {type: varchar}
                  b: {type: int, nul: true}
                indexes: {i: [a, b, c]}
                foreign_keys: {f: {columns: [b], references: users(id)}}
              u:
                colums: {}
              w: {columns: {c: {tpye: int, charset: [x]}}}
            """
        )
        #expect(problems.map(\.location?.line) == [4, 5, 6, 7, 9, 10, 10])
    }

    @Test func theSameTableInTwoFilesNamesTheFirst() {
        let text = "tables: {t: {columns: {c: int}}}"
        let error = #expect(throws: SchemaDocumentError.self) {
            try SchemaDocument.read(texts: [(text, "a.yaml"), (text, "b.yaml")])
        }
        let first = DiagnosticModel.SourceLocation(file: "a.yaml", line: 1, column: 10)
        #expect(error?.problems.map(\.kind) == [.duplicate(Self.t, first: first)])
        #expect(error?.problems.first?.location?.file == "b.yaml")
    }

    @Test func defaultsOfTwoFilesMustAgree() {
        let text = "tables: {t: {columns: {c: int}}}"
        let error = #expect(throws: SchemaDocumentError.self) {
            try SchemaDocument.read(texts: [("defaults: {engine: A}\n\(text)", "a"), ("defaults: {engine: B}", "b")])
        }
        #expect(error?.problems.map(\.kind) == [.conflictingDefault("engine", first: "A", second: "B")])
    }
}
