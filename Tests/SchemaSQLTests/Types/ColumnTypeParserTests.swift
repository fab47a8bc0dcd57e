import SchemaModel
import SchemaSQL
import Testing

/// What the servers print for each spelling, according to MariaDB 10.11, 11.8 and MySQL 9.7.
private struct Spelling: CustomTestStringConvertible {
    var text: String
    var mariadb: String
    var mysql: String
    var document: String

    init(_ text: String, _ mariadb: String, _ mysql: String? = nil, document: String? = nil) {
        self.text = text
        self.mariadb = mariadb
        self.mysql = mysql ?? mariadb
        self.document = document ?? self.mysql
    }

    var testDescription: String { text }
}

private let integers = [
    Spelling("int", "int(11)", "int"),
    Spelling("INTEGER", "int(11)", "int"),
    Spelling("int4", "int(11)", "int"),
    Spelling("int8", "bigint(20)", "bigint"),
    Spelling("int1", "tinyint(4)", "tinyint"),
    Spelling("int2", "smallint(6)", "smallint"),
    Spelling("int3", "mediumint(9)", "mediumint"),
    Spelling("middleint unsigned", "mediumint(8) unsigned", "mediumint unsigned"),
    Spelling("bool", "tinyint(1)"),
    Spelling("boolean", "tinyint(1)"),
    Spelling("int(11)", "int(11)", "int"),
    Spelling("int(0)", "int(11)", "int"),
    Spelling("int(5)", "int(5)", "int", document: "int(5)"),
    Spelling("int(10)", "int(10)", "int", document: "int(10)"),
    Spelling("int(10) unsigned", "int(10) unsigned", "int unsigned"),
    Spelling("int signed", "int(11)", "int"),
    Spelling("int(11) unsigned zerofill", "int(11) unsigned zerofill"),
    Spelling("int zerofill unsigned", "int(10) unsigned zerofill"),
    Spelling("bigint zerofill", "bigint(20) unsigned zerofill"),
    Spelling("bigint(20) unsigned", "bigint(20) unsigned", "bigint unsigned"),
    Spelling("tinyint", "tinyint(4)", "tinyint"),
    Spelling("tinyint(4)", "tinyint(4)", "tinyint"),
    Spelling("tinyint(1)", "tinyint(1)"),
    Spelling("tinyint(1) unsigned", "tinyint(1) unsigned", "tinyint unsigned", document: "tinyint(1) unsigned"),
    Spelling("tinyint(1) zerofill", "tinyint(1) unsigned zerofill"),
    Spelling("smallint unsigned", "smallint(5) unsigned", "smallint unsigned"),
    Spelling("serial", "bigint(20) unsigned", "bigint unsigned"),
]

private let numbers = [
    Spelling("dec", "decimal(10,0)"),
    Spelling("dec(0)", "decimal(10,0)"),
    Spelling("numeric(5,2)", "decimal(5,2)"),
    Spelling("fixed( 7 , 1 )", "decimal(7,1)"),
    Spelling("decimal(20)", "decimal(20,0)"),
    Spelling("decimal(10,2) unsigned zerofill", "decimal(10,2) unsigned zerofill"),
    Spelling("real", "double"),
    Spelling("real(5,2)", "double(5,2)"),
    Spelling("double precision", "double"),
    Spelling("double precision(10,2)", "double(10,2)"),
    Spelling("double unsigned zerofill", "double unsigned zerofill"),
    Spelling("float(24)", "float"),
    Spelling("float(25)", "double"),
    Spelling("float(53)", "double"),
    Spelling("float(7,3)", "float(7,3)"),
    Spelling("float(10,2) zerofill", "float(10,2) unsigned zerofill"),
    Spelling("float4", "float"),
    Spelling("float8", "double"),
    Spelling("bit", "bit(1)"),
    Spelling("bit(0)", "bit(1)"),
    Spelling("bit(8)", "bit(8)"),
]

private let texts = [
    Spelling("char", "char(1)"),
    Spelling("char(0)", "char(0)"),
    Spelling("character(5)", "char(5)"),
    Spelling("character varying(10)", "varchar(10)"),
    Spelling("char varying (10)", "varchar(10)"),
    Spelling("varcharacter(10)", "varchar(10)"),
    Spelling("text", "text"),
    Spelling("text(0)", "text"),
    Spelling("text(63)", "tinytext"),
    Spelling("text(64)", "text"),
    Spelling("text(255) character set latin1", "tinytext"),
    Spelling("text(256) charset latin1", "text"),
    Spelling("text(16383)", "text"),
    Spelling("text(16384)", "mediumtext"),
    Spelling("text(16777215)", "longtext"),
    Spelling("text(16777215) character set latin1", "mediumtext"),
    Spelling("long", "mediumtext"),
    Spelling("long varchar", "mediumtext"),
    Spelling("long char varying", "mediumtext"),
    Spelling("long varbinary", "mediumblob"),
    Spelling("long byte", "mediumblob"),
    Spelling("blob(255)", "tinyblob"),
    Spelling("blob(256)", "blob"),
    Spelling("blob(70000)", "mediumblob"),
    Spelling("blob(16777216)", "longblob"),
    Spelling("char(10) byte", "binary(10)"),
    Spelling("char byte", "binary(1)"),
    Spelling("varchar(10) character set binary", "varbinary(10)"),
    Spelling("text character set binary", "blob"),
    Spelling("mediumtext byte", "mediumblob"),
    Spelling("binary", "binary(1)"),
    Spelling("binary(0)", "binary(0)"),
    Spelling("varbinary(10)", "varbinary(10)"),
    Spelling(#"enum('a','b''c','d\\e','f\'g')"#, #"enum('a','b''c','d\\e','f''g')"#),
    Spelling(#"ENUM("a","b""c")"#, #"enum('a','b"c')"#),
    Spelling("enum('a ', 'b')", "enum('a','b')"),
    Spelling("set('é','ü')", "set('é','ü')"),
]

private let others = [
    Spelling("date", "date"),
    Spelling("time(0)", "time"),
    Spelling("time(3)", "time(3)"),
    Spelling("DATETIME(6)", "datetime(6)"),
    Spelling("timestamp", "timestamp"),
    Spelling("year", "year(4)", "year"),
    Spelling("year(4)", "year(4)", "year"),
    Spelling("year(2)", "year(2)"),
    Spelling("json", "longtext", "json"),
    Spelling("point", "point"),
    Spelling("geomcollection", "geometrycollection", "geomcollection", document: "geometrycollection"),
    Spelling("uuid", "uuid"),
    Spelling("inet6", "inet6"),
    Spelling("vector(3)", "vector(3)"),
    Spelling("xmltype", "xmltype"),
    Spelling("quaternion(4, 'x')", "quaternion(4, 'x')"),
]

@Suite struct ColumnTypeParserTests {
    @Test(arguments: integers + numbers + texts + others)
    private func spellings(_ spelling: Spelling) throws {
        let type = try ColumnTypeParser.parse(spelling.text).type
        #expect(type.sql(for: .mariadb) == spelling.mariadb)
        #expect(type.sql(for: .mysql) == spelling.mysql)
        #expect(type.documentSpelling == spelling.document)
        #expect(try ColumnTypeParser.parse(type.documentSpelling).type == type)
    }

    @Test(
        arguments: [
            ("nchar(10)", "char(10)", "utf8mb3", nil),
            ("national character varying(10)", "varchar(10)", "utf8mb3", nil),
            ("national varchar(5) collate utf8mb3_bin", "varchar(5)", "utf8mb3", "utf8mb3_bin"),
            ("nvarchar(10)", "varchar(10)", "utf8mb3", nil),
            ("nchar varying(10)", "varchar(10)", "utf8mb3", nil),
            ("varchar(10) ascii", "varchar(10)", "latin1", nil),
            ("varchar(10) unicode", "varchar(10)", "ucs2", nil),
            ("varchar(10) charset utf8 collate utf8_bin", "varchar(10)", "utf8mb3", "utf8mb3_bin"),
            ("char(3) COLLATE latin1_bin", "char(3)", nil, "latin1_bin"),
            ("text(200) collate latin1_bin", "tinytext", nil, "latin1_bin"),
            ("text(200) collate uca1400_ai_ci", "text", nil, "uca1400_ai_ci"),
            ("enum('a') character set binary", "enum('a')", "binary", nil),
            ("char(3) character set binary", "binary(3)", nil, nil),
            ("text", "text", nil, nil),
        ] as [(String, String, String?, String?)]
    )
    func characterSets(_ text: String, _ type: String, _ charset: String?, _ collation: String?) throws {
        let parsed = try ColumnTypeParser.parse(text)
        #expect(parsed.type.documentSpelling == type)
        #expect(parsed.charset == charset)
        #expect(parsed.collation == collation)
    }

    @Test func attributesBesideTheType() throws {
        #expect(try ColumnTypeParser.parse("serial").isSerial)
        #expect(try ColumnTypeParser.parse("varchar(20) binary charset latin1").isBinaryAttribute)
        #expect(try !ColumnTypeParser.parse("varchar(20)").isBinaryAttribute)
        #expect(try ColumnTypeParser.parse("text(300)", charset: "latin1").type == .text(.regular))
        #expect(try ColumnTypeParser.parse("text(100)", charset: "latin1").type == .text(.tiny))
    }

    @Test func mysqlForgetsDisplayWidths() throws {
        let type = try ColumnTypeParser.parse("int(5)").type
        #expect(type.normalized(for: .mariadb) == type)
        #expect(type.normalized(for: .mysql) == .integer(.int, displayWidth: nil, .init()))
        let flag = try ColumnTypeParser.parse("bool").type
        #expect(flag.normalized(for: .mysql) == flag)
    }

    @Test(arguments: [
        ("", ColumnTypeError.empty),
        ("  \n", .empty),
        ("(3)", .notAType("(3)")),
        ("123", .notAType("123")),
        ("'text'", .notAType("'text'")),
        ("varchar", .missingLength(type: "varchar")),
        ("varbinary", .missingLength(type: "varbinary")),
        ("nvarchar", .missingLength(type: "nvarchar")),
        ("varchar(x)", .badArguments(type: "varchar", arguments: "x")),
        ("varchar(70000)", .badArguments(type: "varchar", arguments: "70000")),
        ("datetime(9)", .badArguments(type: "datetime", arguments: "9")),
        ("decimal(2,5)", .badArguments(type: "decimal", arguments: "2,5")),
        ("float(60)", .badArguments(type: "float", arguments: "60")),
        ("double(5)", .badArguments(type: "double", arguments: "5")),
        ("enum", .badValues(type: "enum")),
        ("enum(a,b)", .badValues(type: "enum")),
        ("set('a'", .badValues(type: "set")),
        ("int unsinged", .unexpected("unsinged", after: "int")),
        ("int unsigned(5)", .unexpected("(5)", after: "int unsigned")),
        ("varchar(20) unsigned", .unexpected("unsigned", after: "varchar(20) unsigned")),
        ("varchar(20) not null", .unexpected("not null", after: "varchar(20)")),
        ("int; drop table t", .unexpected("; drop table t", after: "int")),
    ])
    func refusals(_ text: String, _ error: ColumnTypeError) {
        #expect(throws: error) { try ColumnTypeParser.parse(text) }
    }
}

extension ServerProfile {
    fileprivate static let mariadb = ServerProfile(flavor: .mariadb, version: Version(10, 11, 19))
    fileprivate static let mysql = ServerProfile(flavor: .mysql, version: Version(9, 7, 4))
}
