import DiagnosticModel
import SchemaModel
import Testing

/// `declared == live` compares what the server keeps, and nothing else.
struct EqualityTests {
    private static let place = Origin(SourceLocation(file: "users.yaml", line: 3, column: 1))
    private static let column = Column(name: "id", type: .integer(.bigint, displayWidth: nil, .init(isUnsigned: true)))
    private static let trigger = Trigger(name: "g", table: "t", timing: .before, event: .insert, body: "SET @a = 1")

    /// A table with one of everything that has an origin.
    private static func table(_ origin: Origin) -> Table {
        var column = column
        column.origin = origin
        var table = Table(name: "users", columns: [column], origin: origin)
        table.primaryKey = PrimaryKey(parts: [IndexPart(column: "id")], origin: origin)
        table.indexes = [Index(name: "i", parts: [IndexPart(column: "id")], origin: origin)]
        table.foreignKeys = [
            ForeignKey(name: "f", columns: ["id"], referencedTable: "p", referencedColumns: ["id"], origin: origin)
        ]
        table.checks = [Check(name: "c", expression: "id > 0", origin: origin)]
        return table
    }

    @Test func thePlaceInAFileIsNoDifference() {
        let (declared, live) = (Self.table(Self.place), Self.table(Origin()))
        #expect(declared == live)
        #expect(Set([declared, live]).count == 1, "equal values have equal hashes")
        #expect(declared.columns[0].origin.location?.line == 3, "but it is kept for messages")
    }

    @Test(
        "Any other change is a difference",
        arguments: [
            { $0.columns[0].isUnversioned = true }, { $0.columns[0].isCompressed = true },
            { $0.columns[0].defaultValue = .absent },
            { $0.columns[0].type = .integer(.bigint, displayWidth: nil, .init()) },
            { $0.columns.append($0.columns[0]) }, { $0.primaryKey?.parts[0].isDescending = true },
            { $0.indexes[0].kind = .unique }, { $0.foreignKeys[0].onDelete = .cascade },
            { $0.checks[0].isEnforced = false }, { $0.options.charset = "latin1" }, { $0.comment = " " },
            { $0.systemVersioning = SystemVersioning() },
        ] as [@Sendable (inout Table) -> Void]
    )
    func difference(_ change: @Sendable (inout Table) -> Void) {
        let table = Self.table(Origin())
        var other = table
        change(&other)
        #expect(other != table)
    }

    @Test func howAServerPrintsATriggerIsNoDifference() {
        var printed = Self.trigger
        printed.spelling = Trigger.Spelling(head: "TRIGGER g  before INSERT on t", gap: "\n", table: "t")
        #expect(printed == Self.trigger)
        #expect(Set([printed, Self.trigger]).count == 1)
        printed.order = .follows("f")
        #expect(printed != Self.trigger)
    }

    @Test func theNextValueOfASequenceIsData() {
        var used = NumberSequence(name: "s")
        used.next = NumberSequence.NextValue("17")
        #expect(used == NumberSequence(name: "s"))
        used.cycles = true
        #expect(used != NumberSequence(name: "s"))
    }
}
