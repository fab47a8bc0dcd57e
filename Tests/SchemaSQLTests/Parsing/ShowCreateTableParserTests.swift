import SQLStatements
import SchemaModel
import SchemaSQL
import Testing

@Suite struct ShowCreateTableParserTests {
    /// The profile and texts of one server.
    private struct Recording: CustomTestStringConvertible {
        var profile: ServerProfile
        var texts: [String]

        var testDescription: String { profile.displayName }

        static let all = [
            Recording(profile: .mysql97, texts: RecordedTexts.mysql),
            Recording(profile: .mariadb118, texts: RecordedTexts.mariadb118),
            Recording(profile: .mariadb1011, texts: RecordedTexts.mariadb1011),
        ]
    }

    private func parse(_ text: String, _ profile: ServerProfile = .mariadb1011) throws -> ParsedCreateTable {
        try ShowCreateTableParser(profile: profile).parse(text)
    }

    /// Rendering the parsed table gives the same text, byte for byte.
    @Test(arguments: Recording.all)
    private func recordedTextsComeBack(_ recording: Recording) throws {
        for text in recording.texts {
            let parsed = try parse(text, recording.profile)
            let style = CreateTableRenderer.Style.asServerPrints(parsed.spellings)
            let rendered = CreateTableRenderer(profile: recording.profile, style: style).createTable(parsed.table)
            #expect(rendered == text.withoutCounter)
            #expect(!parsed.isTemporary)
        }
    }

    /// A statement for people has a line for every definition.
    @Test(arguments: Recording.all)
    private func statementsKeepEveryLine(_ recording: Recording) throws {
        for text in recording.texts {
            let table = try parse(text, recording.profile).table
            let statement = CreateTableRenderer(profile: recording.profile).createTable(table)
            #expect(statement.split(separator: "\n").count == text.split(separator: "\n").count)
        }
    }

    @Test func columnsOfMariaDB() throws {
        let text = try #require(RecordedTexts.mariadb118.first { $0.contains("`dflt`") })
        let columns = try parse(text, .mariadb118).columns
        #expect(columns["i"]?.defaultValue == .literal("5"))
        #expect(columns["dec1"]?.defaultValue == .literal("1.50"))
        #expect(columns["b8"]?.defaultValue == .literal("101"))
        #expect(columns["s2"]?.defaultValue == .literal("it's"))
        #expect(columns["s3"]?.defaultValue == .literal(#"a\b"#))
        #expect(columns["s4"]?.defaultValue == .literal("NULL"))
        #expect(columns["bi"]?.defaultValue == .bytes(Array("abc\0\0".utf8)))
        #expect(columns["vb"]?.defaultValue == .literal("abc"))
        #expect(columns["vb2"]?.defaultValue == .bytes([0, 0xFF, 0x41]))
        #expect(columns["dt6"]?.defaultValue == .expression("current_timestamp(6)"))
        #expect(columns["dt6"]?.onUpdate == "current_timestamp(6)")
        #expect(columns["ex"]?.defaultValue == .expression("1 + 2"))
        #expect(columns["ex2"]?.defaultValue == .expression(#"concat('a','b\'c')"#))
        #expect(columns["txd"]?.defaultValue == .literal("x"))
        #expect(columns["nn"]?.isNullable == false)
        #expect(columns["nul"]?.isNullable == true)
        #expect(columns["j"]?.type == .json)
        #expect(columns["j"]?.check == nil)
        #expect(columns["c"]?.collation == "utf8mb4_uca1400_ai_ci")
    }

    @Test func columnsOfMySQL() throws {
        let text = try #require(RecordedTexts.mysql.first { $0.contains("`dflt`") })
        let columns = try parse(text, .mysql97).columns
        #expect(columns["i"]?.defaultValue == .literal("5"))
        #expect(columns["vb2"]?.defaultValue == .bytes([0, 0xFF, 0x41]))
        #expect(columns["vbx"]?.defaultValue == .expression("0xff01"))
        #expect(columns["dt"]?.defaultValue == .expression("CURRENT_TIMESTAMP"))
        #expect(columns["u"]?.defaultValue == .expression("uuid()"))
        #expect(columns["ex"]?.defaultValue == .expression("1 + 2"))
        #expect(columns["txd"]?.defaultValue == .expression("_utf8mb4'x'"))
        let dropped = try #require(RecordedTexts.mysql.first { $0.contains("TABLE `ab`") })
        #expect(try parse(dropped, .mysql97).columns["a"]?.defaultValue == .absent)
        #expect(try parse(dropped, .mysql97).columns["x"]?.defaultValue == nil)
    }

    @Test func indexesOfMySQL() throws {
        let text = try #require(RecordedTexts.mysql.first { $0.contains("`my1`") })
        let indexes = try parse(text, .mysql97).indexes
        #expect(indexes.map(\.name) == ["f3", "inv", "f1", "f2", "mv", "f4"])
        #expect(indexes.first { $0.name == "f1" }?.parts == [IndexPart(.expression("`a` + 1"))])
        let f2 = [IndexPart(.expression("lower(`b`)")), IndexPart(column: "a", isDescending: true)]
        #expect(indexes.first { $0.name == "f2" }?.parts == f2)
        #expect(indexes.first { $0.name == "inv" }?.isInvisible == true)
    }

    /// Each server omits a different rule, which is read as nil.
    @Test func rulesOfForeignKeys() throws {
        let mysql = try #require(RecordedTexts.mysql.first { $0.contains("`child2`") })
        let keys = try parse(mysql, .mysql97).table.foreignKeys
        #expect(keys.map(\.onDelete) == [nil, .cascade, .restrict])
        #expect(keys.map(\.onUpdate) == [nil, .setNull, .restrict])
        #expect(keys.last?.columns == ["q", "r"])
        let mariadb = try #require(RecordedTexts.mariadb1011.first { $0.contains("`child2`") })
        #expect(try parse(mariadb).table.foreignKeys.map(\.onDelete) == [.noAction, .cascade, nil])
    }

    @Test func checksOfMySQL() throws {
        let text = try #require(RecordedTexts.mysql.first { $0.contains("TABLE `my2`") })
        let checks = try parse(text, .mysql97).checks
        #expect(checks.map(\.expression) == [#"`a` < _utf8mb4'x\'y'"#, "`a` > 1"])
        #expect(checks.map(\.isEnforced) == [true, false])
    }

    /// Servers before MariaDB 10.6 and MySQL 8.0.24 call utf8mb3 utf8. The value always has the same name.
    @Test func oldNameOfUTF8() throws {
        let profile = ServerProfile(
            flavor: .mariadb,
            version: ServerProfile.Version(10, 5, 23),
            defaultCollations: ["utf8mb3": "utf8mb3_general_ci"]
        )
        let text = """
            CREATE TABLE `t` (
              `a` varchar(9) DEFAULT NULL,
              `b` varchar(9) CHARACTER SET utf8 COLLATE utf8_bin DEFAULT NULL
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8
            """
        let parsed = try parse(text, profile)
        #expect(parsed.columns["a"]?.collation == "utf8mb3_general_ci")
        #expect(parsed.columns["b"]?.charset == "utf8mb3")
        #expect(parsed.columns["b"]?.collation == "utf8mb3_bin")
        let style = CreateTableRenderer.Style.asServerPrints(parsed.spellings)
        #expect(CreateTableRenderer(profile: profile, style: style).createTable(parsed.table) == text)
    }

    @Test func temporaryTables() throws {
        let parsed = try parse(
            """
            CREATE TEMPORARY TABLE `t` (
              `a` int(11) DEFAULT (1 + 2) CHECK (`a` > 0)
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
            """
        )
        #expect(parsed.isTemporary)
        #expect(parsed.columns["a"]?.defaultValue == .expression("1 + 2"))
        #expect(parsed.columns["a"]?.check == "`a` > 0")
    }

    @Test func partitionsAreRead() throws {
        let text = try #require(RecordedTexts.mysql.first { $0.contains("`part1`") })
        let partitioning = try #require(try parse(text, .mysql97).table.partitioning)
        #expect(partitioning.scheme == .range("`a`"))
        #expect(partitioning.partitions.first?.bound != nil)
    }

    @Test func quotesOfTheSession() throws {
        let text = """
            CREATE TABLE "t" (
              "a ""b" varchar(9) DEFAULT 'x\\'
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
            """
        let dialect = SQLDialect(ansiQuotes: true, noBackslashEscapes: true)
        let parsed = try ShowCreateTableParser(profile: .mariadb1011, dialect: dialect).parse(text)
        #expect(parsed.table.name == "t")
        #expect(parsed.columns["a \"b"]?.defaultValue == .literal("x\\"))
    }

    @Test func bytesThatAreNoText() throws {
        var text = Array("CREATE TABLE `t` (\n  `a` varbinary(9) DEFAULT '".utf8)
        text += [0xFF, 0x5C, 0x30]
        text += Array("'\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci".utf8)
        let parsed = try ShowCreateTableParser(profile: .mariadb1011).parse(text)
        #expect(parsed.columns["a"]?.defaultValue == .bytes([0xFF, 0]))
    }

    @Test(arguments: [
        ("  `a` int(11) FROBNICATED,\n  `b` int(11)", "`a` int(11) FROBNICATED,"),
        ("  `a` int(11),\n  PERIOD FOR `p` (`s`),\n  KEY `i` (`a`)", "PERIOD FOR `p` (`s`),"),
        ("  `a` int(11),\n  HASH KEY `v` (`a`)", "HASH KEY `v` (`a`)"),
        ("  `a` int(11),\n  KEY `k` (`a`) CLUSTERED", "KEY `k` (`a`) CLUSTERED"),
        ("  `a` int(11),\n  CONSTRAINT `c` EXCLUDE (`a`)", "CONSTRAINT `c` EXCLUDE (`a`)"),
        ("  `a` timestamp(6) GENERATED ALWAYS AS ROW", ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"),
        ("  `a` int(11) DEFAULT", ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"),
    ])
    func unknownClausesAreErrors(_ body: String, _ line: String) {
        let text = "CREATE TABLE `t` (\n\(body)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4"
        let error = #expect(throws: ShowCreateTableError.self) { try parse(text) }
        #expect(error?.line == line)
    }

    @Test(arguments: ["WITH SYSTEM", "PARTITION BY ROUND ROBIN", "FROBNICATED", "COMMENT='open"])
    func unknownOptionsAreErrors(_ option: String) {
        let text = "CREATE TABLE `t` (\n  `a` int(11)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 \(option)"
        #expect(throws: ShowCreateTableError.self) { try parse(text) }
    }

    @Test(arguments: [
        ("((1 + 2))", "1 + 2"),
        ("(a) + (b)", "(a) + (b)"),
        ("(')')", "')'"),
        ("( `)` > 1 )", "`)` > 1"),
        ("uuid()", "uuid()"),
        ("((a) or (b))", "(a) or (b)"),
        ("(open", "(open"),
    ])
    func outerParentheses(_ text: String, _ inner: String) {
        #expect(ExpressionText.withoutOuterParentheses(text) == inner)
    }
}

extension String {
    /// The text without AUTO_INCREMENT=n after the engine.
    fileprivate var withoutCounter: String {
        guard let options = ranges(of: "\n) ENGINE=InnoDB AUTO_INCREMENT=").last else { return self }
        return self[..<options.lowerBound] + "\n) ENGINE=InnoDB" + self[options.upperBound...].drop { $0.isNumber }
    }
}

extension ServerProfile {
    fileprivate static let mariadb1011 = ServerProfile(
        flavor: .mariadb,
        version: Version(10, 11, 19),
        defaultCollations: ["utf8mb4": "utf8mb4_general_ci", "latin1": "latin1_swedish_ci", "binary": "binary"]
    )
    fileprivate static let mariadb118 = ServerProfile(
        flavor: .mariadb,
        version: Version(11, 8, 6),
        defaultCollation: "utf8mb4_uca1400_ai_ci",
        defaultCollations: ["utf8mb4": "utf8mb4_uca1400_ai_ci", "latin1": "latin1_swedish_ci", "binary": "binary"]
    )
    fileprivate static let mysql97 = ServerProfile(
        flavor: .mysql,
        version: Version(9, 7, 4),
        defaultCollation: "utf8mb4_0900_ai_ci",
        defaultCollations: ["utf8mb4": "utf8mb4_0900_ai_ci", "latin1": "latin1_swedish_ci", "binary": "binary"]
    )
}
