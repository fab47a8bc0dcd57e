import SchemaModel
import ServerPort
import Testing

@Suite struct GrantedRightsTests {
    private static let event = StoredObject.event(Event(name: "e", schedule: .at("NOW()"), body: "DO 0"))
    private static let trigger = StoredObject.trigger(
        Trigger(name: "tr", table: "t", timing: .before, event: .insert, body: "SET @x = 1")
    )
    private static let routine = StoredObject.routine(Routine(kind: .procedure, name: "p", body: "DO 0"))

    struct Case: Sendable {
        var grants: [String]
        /// The missing rights for a table `t`, its trigger, a procedure `p` and an event of the database `my_app`.
        var missing: [String?]
    }

    @Test(arguments: [
        Case(grants: ["GRANT USAGE ON *.* TO `u`@`h`"], missing: ["SELECT", "TRIGGER", "EXECUTE", "EVENT"]),
        Case(grants: ["GRANT ALL PRIVILEGES ON *.* TO `u`@`h` WITH GRANT OPTION"], missing: [nil, nil, nil, nil]),
        Case(grants: ["GRANT ALL PRIVILEGES ON `my\\_app`.* TO `u`@`h`"], missing: [nil, nil, nil, nil]),
        Case(
            grants: ["GRANT ALL PRIVILEGES ON `other`.* TO `u`@`h`", "GRANT `admin`@`%` TO `u`@`h`"],
            missing: ["SELECT", "TRIGGER", "EXECUTE", "EVENT"]
        ),
        Case(grants: ["GRANT INSERT, EVENT ON `my%`.* TO `u`@`h`"], missing: [nil, "TRIGGER", "EXECUTE", nil]),
        Case(grants: ["GRANT SELECT ON *.* TO `u`@`h`"], missing: [nil, "TRIGGER", nil, "EVENT"]),
        Case(
            grants: ["GRANT SELECT (`a`, `b`), TRIGGER ON `my_app`.`t` TO `u`@`h`"],
            missing: [nil, nil, "EXECUTE", "EVENT"]
        ),
        Case(
            grants: ["GRANT EXECUTE ON PROCEDURE `my_app`.`p` TO `u`@`h`"],
            missing: ["SELECT", "TRIGGER", nil, "EVENT"]
        ),
        Case(
            grants: ["GRANT SELECT ON `mysql`.`proc` TO `u`@`h`"],
            missing: ["SELECT", "TRIGGER", nil, "EVENT"]
        ),
        Case(
            grants: ["GRANT INSERT, EVENT, EXECUTE ON *.* TO `u`@`h`", "REVOKE EVENT ON `my_app`.* FROM `u`@`h`"],
            missing: [nil, "TRIGGER", nil, "EVENT"]
        ),
        Case(
            grants: [
                "GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION",
                "GRANT SHOW_ROUTINE,SYSTEM_USER ON *.* TO `u`@`h`",
                "GRANT USAGE ON *.* TO `u`@`h` IDENTIFIED BY PASSWORD '*B69027D44F6E5EDC07F1AEAD1477967B16F28227'",
            ],
            missing: ["SELECT", "TRIGGER", nil, "EVENT"]
        ),
    ])
    func whatGrantsShow(_ example: Case) {
        let rights = GrantedRights(example.grants, database: "my_app")
        let objects = [Self.trigger, Self.routine, Self.event]
        #expect([rights.missing(forRelation: "t")] + objects.map(rights.missing) == example.missing)
        let event = Self.event
        #expect(rights.includes("EVENT") == (rights.missing(for: event) == nil))
    }
}
