import SchemaModel
import Testing

/// Which names a server takes for the same, and what an object is called.
struct NameTests {
    @Test(
        "Tables, by lower_case_table_names",
        arguments: [(0, "Users", "users", false), (1, "Users", "users", true), (2, "USERS", "users", true)]
    )
    func relations(_ setting: Int, _ one: String, _ other: String, _ areSame: Bool) {
        let profile = ServerProfile(flavor: .mysql, version: .init(9, 7), lowerCaseTableNames: setting)
        #expect((profile.relationKey(one) == profile.relationKey(other)) == areSame)
    }

    @Test(
        "Columns are found whatever their case, the exact one first",
        arguments: [("id", 0), ("Name", 2), ("NAME", 1), ("nAmE", 1), ("ÄRGER", 3), ("none", nil)] as [(String, Int?)]
    )
    func columns(_ name: String, _ index: Int?) {
        let table = Table(name: "t", columns: ["id", "name", "Name", "ärger"].map { Column(name: $0, type: .date) })
        #expect(table.columnIndex(named: name) == index)
        #expect(table.column(named: name)?.name == index.map { table.columns[$0].name })
    }

    @Test(
        "Objects, by kind",
        arguments: [
            (.procedure, true), (.function, true), (.event, true), (.view, false), (.trigger, false),
            (.sequence, false),
        ] as [(StoredObject.Kind, Bool)]
    )
    func objects(_ kind: StoredObject.Kind, _ ignoresCase: Bool) {
        let (upper, lower) = (StoredObject.ID(kind, "Total"), StoredObject.ID(kind, "total"))
        #expect((upper.key == lower.key) == ignoresCase)
        #expect(upper != lower)
        #expect(upper.description == "\(kind.rawValue) Total")
    }

    private static let samples: [(StoredObject, String, String)] = [
        (.view(View(name: "v", query: "select 1")), "view v", "select 1"),
        (
            .trigger(Trigger(name: "g", table: "t", timing: .after, event: .delete, body: "SET @a = 1")), "trigger g",
            "SET @a = 1"
        ),
        (.routine(Routine(kind: .function, name: "f", body: "RETURN 1")), "function f", "RETURN 1"),
        (.routine(Routine(kind: .procedure, name: "p", body: "SELECT 1")), "procedure p", "SELECT 1"),
        (.sequence(NumberSequence(name: "s")), "sequence s", ""),
    ]

    @Test(arguments: samples)
    func identityAndBody(_ object: StoredObject, _ name: String, _ body: String) {
        #expect(object.id.description == name)
        #expect(object.body == body)
    }

    /// All kinds but sequences have an owner.
    @Test(arguments: samples)
    func definers(_ object: StoredObject, _ name: String, _: String) {
        var owned = object
        owned.definer = "'app'@'%'"
        #expect(owned.definer == (object.kind == .sequence ? nil : "'app'@'%'"))
        #expect((owned == object) == (object.kind == .sequence))
    }

    @Test(
        "Versions are numbers",
        arguments: [
            (.init(10, 11, 19), .init(10, 11, 2)), (.init(11), .init(10, 11, 19)), (.init(8, 0, 16), .init(8, 0)),
            (.init(9, 7), .init(8, 4, 30)),
        ] as [(ServerProfile.Version, ServerProfile.Version)]
    )
    func versions(_ newer: ServerProfile.Version, _ older: ServerProfile.Version) {
        #expect(older < newer && !(newer < older))
    }

    @Test(arguments: [(ServerProfile.Flavor.mariadb, "MariaDB 10.11.9"), (.mysql, "MySQL 10.11.9")])
    func servers(_ flavor: ServerProfile.Flavor, _ name: String) {
        #expect(ServerProfile(flavor: flavor, version: .init(10, 11, 9)).displayName == name)
    }
}
