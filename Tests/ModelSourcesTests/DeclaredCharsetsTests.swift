import SchemaModel
import Testing

@testable import ModelSources

/// What a scratch database fills in for CREATE statements is not what the models declare.
struct DeclaredCharsetsTests {
    @Test(
        arguments: [
            ("CREATE TABLE t (a TEXT)", nil, nil, nil),
            ("CREATE TABLE t (a TEXT) CHARSET utf8mb4", "utf8mb4", nil, nil),
            ("CREATE TABLE t (a TEXT) COLLATE utf8mb4_bin", "utf8mb4", "utf8mb4_bin", "utf8mb4"),
            ("CREATE TABLE other (a TEXT)", "utf8mb4", "utf8mb4_bin", "utf8mb4"),
        ] as [(String, String?, String?, String?)]
    )
    func leavesOut(_ statement: String, _ charset: String?, _ collation: String?, ofColumn: String?) {
        var column = Column(name: "a", type: .text(.regular))
        (column.charset, column.collation) = ("utf8mb4", "utf8mb4_bin")
        let options = TableOptions(charset: "utf8mb4", collation: "utf8mb4_bin")
        var schema = Schema(defaults: options, tables: [Table(name: "t", columns: [column], options: options)])
        var charsets = DeclaredCharsets()
        charsets.read(statement, dialect: SQLDialect())
        charsets.leaveOut(of: &schema)
        #expect(schema.defaults.charset == nil && schema.defaults.collation == nil)
        #expect(schema.tables[0].options.charset == charset && schema.tables[0].options.collation == collation)
        #expect(schema.tables[0].columns[0].charset == ofColumn)
        #expect(schema.tables[0].columns[0].collation == collation)
    }
}
