internal import SchemaModel

/// Finds tables by name. It stores positions, not copies.
struct TableIndex {
    private let tables: [Table]
    private var places: [String: Int] = [:]

    init(_ tables: [Table]) {
        self.tables = tables
        places.reserveCapacity(tables.count)
        for (place, table) in tables.enumerated() where places[table.name] == nil { places[table.name] = place }
    }

    /// Returns the first table with the name.
    subscript(name: String) -> Table? {
        places[name].map { tables[$0] }
    }
}
