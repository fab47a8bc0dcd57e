import SchemaDiff
import SchemaDocument
import SchemaInspector
import SchemaModel
import Testing

/// For views, triggers, routines, events and sequences: the script runs and reaches exactly what a fresh database would
/// have, there are no further changes, and the downgrade restores exactly what was there.
struct ObjectTests {
    @Test(
        arguments: try ObjectExample.all.filter {
            try !$0.isMariaDBOnly || LiveDatabase.sharedProfile.flavor == .mariadb
        }
    )
    func scriptLeadsThereAndBack(_ example: ObjectExample) throws {
        let live = try LiveDatabase()
        let (before, after) = example.documents
        try live.apply(live.autogenerate(before).upgrade)
        #expect(try live.autogenerate(before).changes == [])
        for statement in example.between { try live.run(statement) }
        let original = (try live.definitions(), try live.objectDefinitions())

        let result = try live.autogenerate(after)
        #expect(!result.isEmpty)
        #expect(result.undecided == [])
        if let kinds = example.kinds { #expect(result.changes.map(\.kind) == kinds) }
        #expect(result.placesOfChanges == result.placesOfChanges.sorted(), "\(result.changes.map(\.summary))")
        try live.apply(result.upgrade)

        let fresh = try LiveDatabase()
        try fresh.apply(fresh.autogenerate(after).upgrade)
        #expect(try live.definitions() == fresh.definitions())
        #expect(try live.objectDefinitions() == fresh.objectDefinitions())
        let second = try live.autogenerate(after)
        #expect(second.changes == [])
        #expect(second.undecided == [])

        // The output of inspect is the same schema, and comparing it needs no scratch database.
        let inspected = try live.inspect()
        #expect(inspected.objectsNotUnderstood == [])
        let schema = inspected.schema.withoutInherited(on: live.profile)
        for document in [SchemaDocument.yaml(schema), SchemaDocument.json(schema)] {
            #expect(try live.autogenerate(document).changes == [])
        }

        try live.apply(result.downgrade)
        #expect(try live.definitions() == original.0)
        #expect(try live.objectDefinitions() == original.1)
    }
}
