import SchemaDiff
import SchemaDocument
import SchemaInspector
import Testing

/// What is declared, created and compared again has no differences, and the downgrade leaves nothing behind.
struct RoundTripTests {
    @Test(arguments: RoundTripCase.all)
    func declaredCreatedAndComparedAgainReportsNothing(_ example: RoundTripCase) throws {
        let live = try LiveDatabase()
        let first = try live.autogenerate(example.document)
        #expect(!first.isEmpty)
        #expect(first.undecided.isEmpty)
        try live.apply(first.upgrade)

        let second = try live.autogenerate(example.document)
        #expect(second.changes.isEmpty)
        #expect(second.undecided.isEmpty)

        // The output of inspect is the same schema.
        let inspected = try live.inspect().schema.withoutInherited(on: live.profile)
        for document in [SchemaDocument.yaml(inspected), SchemaDocument.json(inspected)] {
            #expect(try live.autogenerate(document).changes.isEmpty)
        }

        try live.apply(first.downgrade)
        #expect(try live.definitions().isEmpty)
    }

    @Test
    func allOfTheMeasuredCasesAreThere() {
        #expect(RoundTripCase.all.count == 57)
    }
}
