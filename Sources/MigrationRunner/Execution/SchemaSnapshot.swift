package import SchemaSQL

/// What the objects that a revision names look like before it runs: enough to take it back when it stops half way.
package struct SchemaSnapshot: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package var object: SQLObject
        /// As SHOW CREATE prints it; nil where there was no such object.
        package var definition: String?
        /// The `sql_mode` that a trigger, routine or event was made under.
        package var sqlMode: String?
        /// The trigger before this one, for the same table, time and event.
        package var follows: String?
        /// The one behind it, where none is before it.
        package var precedes: String?
        /// This account may not see it, or it is of a kind that cannot be read back.
        package var isUnreadable = false
    }

    package var items: [Item]

    package init(items: [Item] = []) {
        self.items = items
    }

    // MARK: Text

    /// The fields in order, each after its length in bytes; an absent one is `-`.
    var text: String {
        items.map { item in
            let fields = [
                item.object.kind.rawValue, item.object.name.database, item.object.name.name, item.definition,
                item.sqlMode,
                item.follows, item.precedes, item.isUnreadable ? "unreadable" : nil,
            ]
            return fields.map { field in field.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined()
        }.joined()
    }

    /// Reads what `text` wrote; nil for text of another form.
    init?(text: String) {
        var fields: [String?] = []
        var rest = Array(text.utf8)[...]
        while let first = rest.first {
            if first == UInt8(ascii: "-") {
                fields.append(nil)
                rest = rest.dropFirst()
                continue
            }
            guard let colon = rest.firstIndex(of: UInt8(ascii: ":")),
                let count = Int(String(decoding: rest[..<colon], as: UTF8.self)), count <= rest.endIndex - colon - 1
            else { return nil }
            fields.append(String(decoding: rest[(colon + 1)..<(colon + 1 + count)], as: UTF8.self))
            rest = rest[(colon + 1 + count)...]
        }
        guard fields.count % 8 == 0 else { return nil }
        items = []
        for start in stride(from: 0, to: fields.count, by: 8) {
            guard let kind = fields[start].flatMap(SQLObject.Kind.init), let name = fields[start + 2] else {
                return nil
            }
            var item = Item(object: SQLObject(kind, SQLName(database: fields[start + 1], name)))
            item.definition = fields[start + 3]
            item.sqlMode = fields[start + 4]
            item.follows = fields[start + 5]
            item.precedes = fields[start + 6]
            item.isUnreadable = fields[start + 7] != nil
            items.append(item)
        }
    }
}
