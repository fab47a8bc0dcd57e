package import SQLStatements

/// The objects that a revision names, as they are before it runs: enough to take it back if it stops halfway.
package struct SchemaSnapshot: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package var object: SQLObject
        /// The output of SHOW CREATE; nil if the object did not exist.
        package var definition: String?
        /// The `sql_mode` that a trigger, routine or event was created under.
        package var sqlMode: String?
        /// The trigger before this one, for the same table, time and event.
        package var follows: String?
        /// The trigger after this one, if none is before it.
        package var precedes: String?
        /// Whether this account may not see the object, or its kind cannot be read back.
        package var isUnreadable = false
    }

    package var items: [Item]

    package init(items: [Item] = []) {
        self.items = items
    }

    // MARK: Text

    /// The fields in order, each after its length in bytes. An absent field is `-`.
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

    /// Reads the output of `text`; returns nil for text in another form.
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
