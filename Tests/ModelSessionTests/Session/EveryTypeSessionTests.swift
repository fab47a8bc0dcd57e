import Foundation
import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// Every type of column through everything that writes rows.
@Suite struct EveryTypeSessionTests {
    @Test("insert, save") func insertAndSave() async throws {
        let fixture = try ModelFixture(EveryType.self)
        let examples = EveryType.examples
        try await fixture.engine.transaction { session in
            let rows = try await session.insert(examples, returning: EveryType.self)
            for (row, new) in zip(rows, examples) { try expectSame(row, new) }
            let first = try await session.insert(examples[0])
            try expectSame(first, examples[0])
            for row in rows {
                guard let same = try await session.get(EveryType.self, row.id) else { continue }
                #expect(same == row)
                // A row with the values of another one is written wholly, and read as such.
                guard let other = rows.first(where: { $0.id != row.id }) else { continue }
                session.save(try await session.copy(of: EveryType.self, other.id, as: row.id))
                let changed = try await session.get(EveryType.self, row.id)
                #expect(changed?.rowValues.dropFirst() == other.rowValues.dropFirst())
                session.save(row)
            }
            try await session.flush()
            let again = try await session.fetch(EveryType.order { $0.id.ascending }.limit(rows.count))
            #expect(again == rows)
        }
        await fixture.end()
    }

    @Test("add, bulk, upsert") func addAndUpsert() async throws {
        let fixture = try ModelFixture(EveryType.self)
        let examples = EveryType.examples
        try await fixture.engine.transaction { session in
            session.add(examples)
            try await session.insert(examples)
            try await session.insert(examples) { old, new in [old.int8 <- new.int8] }
            let rows = try await session.fetch(EveryType.order { $0.id.ascending })
            #expect(rows.count == 3 * examples.count)
            for (place, row) in rows.enumerated() { try expectSame(row, examples[place % examples.count]) }
        }
        await fixture.end()
    }

    @Test("Optionals: values, and NULL") func optionals() async throws {
        let fixture = try ModelFixture(EveryOptional.self)
        try await fixture.engine.transaction { session in
            let full = try await session.insert(EveryOptional.full)
            let empty = try await session.insert(EveryOptional.New())
            let copies = [
                try await session.copy(of: EveryOptional.self, full.id, as: empty.id),
                try await session.copy(of: EveryOptional.self, empty.id, as: full.id),
            ]
            for copy in copies { session.save(copy) }
            let rows = try await session.fetch(EveryOptional.order { $0.id.ascending })
            #expect(rows.map { $0.rowValues.dropFirst() } == [empty, full].map { $0.rowValues.dropFirst() })
        }
        await fixture.end()
    }
}

/// Compares what a row has with what it was made of, except for the columns that the new row does not name.
private func expectSame<Model: RowModel>(_ row: Model, _ new: Model.New) throws {
    for (index, column) in Model.rowLayout.columns.enumerated() {
        guard let value = new.newValues[index] else { continue }
        #expect(row.rowValues[index] == value, "\(column.name)")
    }
}

extension Session {
    /// A row with the values of another one.
    fileprivate func copy<Model: RowModel>(of _: Model.Type, _ other: UInt64, as id: UInt64) async throws -> Model {
        let columns = Model.rowLayout.columns.dropFirst().map { SQL(raw: "`\($0.name)`") }.joined(separator: ", ")
        let query: SQL = "SELECT \(id), \(columns) FROM \(Model.self) WHERE id = \(other)"
        return try #require(try await fetch(query, as: Model.self).first)
    }
}
