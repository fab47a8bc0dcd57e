internal import SchemaModel

/// Finds the fewest elements that must move to turn one order into another.
enum ColumnOrder {
    /// Returns the elements of `current` that must move; the others are already in the order of `wanted`. Both lists
    /// contain the same elements. All elements outside a longest increasing subsequence of the wanted positions move.
    /// O(n log n).
    ///
    /// - Parameter pinned: Elements that must not move, provided that they are in order among themselves.
    static func moves(from current: [String], to wanted: [String], pinned: [String] = []) -> Set<String> {
        let place = Dictionary(uniqueKeysWithValues: wanted.enumerated().map { ($1, $0) })
        var places = current.compactMap { place[$0] }
        for element in pinned {
            // Any longest run of elements that are in order with the pinned one contains it.
            guard let wantedPlace = place[element], let index = places.firstIndex(of: wantedPlace) else { continue }
            places = places.enumerated()
                .filter { ($0.offset < index) == ($0.element < wantedPlace) }
                .map(\.element)
        }
        // tails[k] is the index of the smallest position that ends an increasing run of length k + 1.
        var tails: [Int] = []
        var previous = [Int?](repeating: nil, count: places.count)
        for index in places.indices {
            var low = 0
            var high = tails.count
            while low < high {
                let middle = (low + high) / 2
                if places[tails[middle]] < places[index] { low = middle + 1 } else { high = middle }
            }
            previous[index] = low > 0 ? tails[low - 1] : nil
            if low == tails.count { tails.append(index) } else { tails[low] = index }
        }
        var staying: Set<Int> = []
        var last = tails.last
        while let index = last {
            staying.insert(places[index])
            last = previous[index]
        }
        return Set(wanted.indices.filter { !staying.contains($0) }.map { wanted[$0] })
    }
}

extension Schema {
    /// Puts the columns into their live order. A new column follows the one that it is declared after.
    ///
    /// - Returns: The names of the tables whose live order differs from the declared one.
    mutating func keepColumnOrder(of live: TableIndex) -> [String] {
        var others: [String] = []
        for index in tables.indices {
            guard let table = live[tables[index].name] else { continue }
            let declared = tables[index].columns
            var columns = table.columns.compactMap { declared.column(named: $0.name) }
            for (place, column) in declared.enumerated() where table.column(named: column.name) == nil {
                let previous = place == 0 ? nil : declared[place - 1].name
                let behind = previous.flatMap { name in columns.firstIndex { $0.name == name } }
                columns.insert(column, at: behind.map { $0 + 1 } ?? 0)
            }
            if columns.map(\.name) == declared.map(\.name) { continue }
            others.append(tables[index].name)
            tables[index].columns = columns
        }
        return others
    }
}

extension [Column] {
    fileprivate func column(named name: String) -> Column? {
        first { $0.name.lowercased() == name.lowercased() }
    }
}
