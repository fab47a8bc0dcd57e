import Foundation
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

@Suite("Rows are read as they were written")
struct RoundTripTests {
    @Test("Every type", arguments: EveryType.examples.indices)
    func everyType(index: Int) async throws {
        let fixture = try ModelFixture(EveryType.self)
        let new = EveryType.examples[index]
        try await fixture.engine.execute(.inserting(new))
        let row = try #require(try await fixture.engine.fetch(.all(EveryType.self), as: EveryType.self).first)
        #expect(row.id == 1)
        try expectEqual(row, new)
        await fixture.end()
    }

    @Test("Every type as an optional: values, and NULL")
    func everyOptional() async throws {
        let fixture = try ModelFixture(EveryOptional.self)
        let new = [EveryOptional.full, EveryOptional.New()]
        for row in new { try await fixture.engine.execute(.inserting(row)) }
        let rows = try await fixture.engine.fetch(.all(EveryOptional.self), as: EveryOptional.self)
        try #require(rows.count == 2)
        for (row, new) in zip(rows, new) { try expectEqual(row, new) }
        #expect(rows[1].rowValues.dropFirst().allSatisfy { $0 == .null })
        await fixture.end()
    }

    @Test("What only MariaDB has", .enabled(if: try PrivateServer.isMariaDB))
    func mariaDB() async throws {
        let fixture = try ModelFixture(MariaDBTypes.self)
        let new = MariaDBTypes.New(id: UUID(), address: "127.0.0.1", longAddress: "::1")
        try await fixture.engine.execute(.inserting(new))
        let row = try #require(try await fixture.engine.fetch(.all(MariaDBTypes.self), as: MariaDBTypes.self).first)
        try expectEqual(row, new)
        await fixture.end()
    }

    @Test("A vector", .enabled(if: try PrivateServer.hasVectors))
    func vector() async throws {
        let fixture = try ModelFixture(VectorType.self)
        let new = VectorType.New(id: 1, meaning: [0.5, -1, 3e9], bytes: Data(repeating: 0, count: 8))
        try await fixture.engine.execute(.inserting(new))
        let row = try #require(try await fixture.engine.fetch(.all(VectorType.self), as: VectorType.self).first)
        try expectEqual(row, new)
        await fixture.end()
    }

    @Test("A column that both has a default and may be NULL")
    func threeStates() async throws {
        let fixture = try ModelFixture(Measurement.self)
        let place: String? = nil
        for new in [
            Measurement.New(), Measurement.New(celsius: .default, place: "roof"),
            Measurement.New(celsius: nil, place: .value(place)), Measurement.New(celsius: 100),
        ] {
            try await fixture.engine.execute(.inserting(new))
        }
        let rows = try await fixture.engine.fetch(.all(Measurement.self), as: Measurement.self)
        #expect(rows.map(\.celsius) == [20, 20, nil, 100])
        #expect(rows.map(\.place) == ["unknown", "roof", nil, "unknown"])
        #expect(rows.map(\.fahrenheit) == [68, 68, nil, 212])
        await fixture.end()
    }

    @Test("Private columns, observers and properties that are not columns")
    func visibility() async throws {
        let fixture = try ModelFixture(Account.self)
        for new in [Account.New(name: "bob"), Account.restricted()] {
            try await fixture.engine.execute(.inserting(new))
        }
        var rows = try await fixture.engine.fetch(.all(Account.self), as: Account.self)
        #expect(rows.map(\.name) == ["bob", "anna"] && rows.map(\.limit) == [10, 5])
        #expect(rows.map(\.openedAt) == [Account.epoch, Account.epoch] && rows.map(\.history) == [[], []])
        rows[0].name = "rob"
        #expect(rows[0].history == ["rob"])
        #expect(rows[0].rowValues[1] == .text("rob") && rows[0].rowValues.suffix(2) == [.null, .null])
        await fixture.end()
    }

    @Test("Keys, versions, numbers and defaults are in the layout")
    func layouts() {
        #expect(Stock.rowLayout == RowLayout(["item", "shop", "pieces", "shelf"], primaryKey: [1, 0]))
        #expect(
            Customer.rowLayout == RowLayout(["id", "name", "version"], primaryKey: [0], version: 2, autoIncrement: 0)
        )
        #expect(Measurement.rowLayout.columns.map(\.isGenerated) == [false, false, true, false])
        #expect(Customer.New(name: "ann").newValues == [nil, .text("ann"), .int(1)])
        #expect(Stock.New(item: "pen", shop: 1).newValues == [.text("pen"), .uint(1), .int(0), .null])
        #expect(
            User.New(username: "ann", role: .admin).newValues
                == [nil, .text("ann"), .null, .null, .text("admin"), nil, nil]
        )
    }
}

/// Compares what a row has with what it was made of, except for the columns that the new row does not name.
private func expectEqual<Model: RowModel>(
    _ row: Model,
    _ new: Model.New,
    location: SourceLocation = #_sourceLocation
) throws {
    let (read, sent) = (row.rowValues, new.newValues)
    try #require(read.count == sent.count && read.count == Model.rowLayout.columns.count, sourceLocation: location)
    for (index, column) in Model.rowLayout.columns.enumerated() {
        guard let value = sent[index] else { continue }
        #expect(read[index] == value, "\(column.name)", sourceLocation: location)
    }
}

extension SQL {
    /// An INSERT of the columns that a row names.
    static func inserting<Row: NewRow>(_ row: Row) -> SQL {
        let columns = zip(Row.Model.rowLayout.columns, row.newValues).compactMap { column, value in
            value.map { (SQL(raw: "`\(column.name)`"), SQL(raw: "?", [$0])) }
        }
        let names = columns.map(\.0).joined(separator: ", ")
        return "INSERT INTO \(Row.Model.self) (\(names)) VALUES (\(columns.map(\.1).joined(separator: ", ")))"
    }

    /// A query of all rows in the order of the key.
    static func all<Model: RowModel>(_: Model.Type) -> SQL {
        let names = Model.rowLayout.columns.map { SQL(raw: "`\($0.name)`") }
        let key = Model.rowLayout.primaryKey.map { names[$0] }.joined(separator: ", ")
        return "SELECT \(names.joined(separator: ", ")) FROM \(Model.self) ORDER BY \(key)"
    }
}
