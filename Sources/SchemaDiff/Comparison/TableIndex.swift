internal import SchemaModel

/// Tables by name: places instead of copies.
struct TableIndex {
    private let tables: [Table]
    private var places: [String: Int] = [:]

    init(_ tables: [Table]) {
        self.tables = tables
        places.reserveCapacity(tables.count)
        for (place, table) in tables.enumerated() where places[table.name] == nil { places[table.name] = place }
    }

    /// The first table of the name.
    subscript(name: String) -> Table? {
        places[name].map { tables[$0] }
    }
}
