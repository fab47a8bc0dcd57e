import SchemaDiff
import SchemaDocument
import SchemaInspector
import SchemaModel
import TestSupport
import Testing

/// `partitions: ignore`: a job adds and drops partitions, so the database decides the list.
@Suite struct PartitionPolicyTests {
    private static func document(_ table: String, column: String = "") -> String {
        """
        swiftmig: 1
        tables:
          log:
            columns: {y: {type: int, primary_key: true}\(column)}
            \(table)
        """
    }

    private static let rotated = """
        partition_by: "range (y) (partition p0 values less than (10), partition p1 values less than (20))"
            partitions: ignore
        """

    @Test func whatAJobDidIsNoDifference() throws {
        let live = try LiveDatabase()
        try live.apply(live.autogenerate(Self.document(Self.rotated)).upgrade)
        #expect(try live.autogenerate(Self.document(Self.rotated)).changes == [])
        try live.run(
            "ALTER TABLE log ADD PARTITION (PARTITION p2 VALUES LESS THAN (30))",
            "ALTER TABLE log DROP PARTITION p0",
            "INSERT INTO log VALUES (25)"
        )
        #expect(try live.autogenerate(Self.document(Self.rotated)).changes == [])

        // Other changes leave the list as it is.
        let wider = Self.document(Self.rotated, column: ", a: {type: int, nullable: true}")
        let change = try live.autogenerate(wider)
        #expect(change.changes.map(\.summary) == ["add column log.a"])
        try live.apply(change.upgrade)
        #expect(try live.autogenerate(wider).changes == [])
        #expect(try live.inspect().schema.tables[0].partitioning?.partitions.map(\.name) == ["p1", "p2"])
        #expect(try live.rows("SELECT y FROM log PARTITION (p2)") == [["25"]])
        try live.apply(change.downgrade)
        #expect(try live.inspect().schema.tables[0].partitioning?.partitions.map(\.name) == ["p1", "p2"])
    }

    /// Without the policy, the models decide the list.
    @Test func aManagedListIsTheModels() throws {
        let live = try LiveDatabase()
        try live.apply(live.autogenerate(Self.document(Self.rotated)).upgrade)
        try live.run(
            "ALTER TABLE log ADD PARTITION (PARTITION p2 VALUES LESS THAN (30))",
            "INSERT INTO log VALUES (25)"
        )
        for table in [
            Self.rotated.replacing("partitions: ignore", with: ""),
            Self.rotated.replacing("ignore", with: "managed"),
        ] {
            let result = try live.autogenerate(Self.document(table), countsRows: true)
            #expect(result.changes.map(\.summary) == ["change the partitions of table log"])
            #expect(result.changes[0].hazards.map(\.code) == [.dataLoss])
            #expect(result.changes[0].hazards[0].reason.hasSuffix("with its rows (1 row now)"))
        }
    }

    /// The models still decide how rows are assigned.
    @Test func anotherSchemeIsADifference() throws {
        let live = try LiveDatabase()
        try live.apply(live.autogenerate(Self.document("comment: plain")).upgrade)
        let first = try live.autogenerate(Self.document(Self.rotated))
        #expect(first.changes.map(\.kind).contains("add_partitioning"))
        try live.apply(first.upgrade)
        let hashed = Self.document("partition_by: hash (y) partitions 4\n    partitions: ignore")
        let second = try live.autogenerate(hashed)
        #expect(second.changes.map(\.kind) == ["change_partitioning"])
        try live.apply(second.upgrade)
        try live.run("ALTER TABLE log COALESCE PARTITION 2")
        #expect(try live.autogenerate(hashed).changes == [])
    }

    @Test func documentsKeepThePolicy() throws {
        let schema = try SchemaDocument.read(texts: [(Self.document(Self.rotated), "models.yaml")])
        #expect(schema.tables[0].partitioning?.policy == .ignore)
        for text in [SchemaDocument.yaml(schema), SchemaDocument.json(schema)] {
            let again = try SchemaDocument.read(texts: [(text, "models.yaml")])
            #expect(again.tables[0].partitioning == schema.tables[0].partitioning)
        }
        for table in ["partitions: ignore", Self.rotated.replacing("ignore", with: "theirs")] {
            #expect(throws: SchemaDocumentError.self) {
                try SchemaDocument.read(texts: [(Self.document(table), "models.yaml")])
            }
        }
    }
}
