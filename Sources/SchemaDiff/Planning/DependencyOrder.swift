internal import SchemaModel

/// Orders tables by the foreign keys between them.
enum DependencyOrder {
    /// The tables with each after those that it references; a cycle is broken where the given order enters it.
    static func parentsFirst(_ tables: [Table]) -> [Table] {
        let byName = Dictionary(tables.map { ($0.name, $0) }) { first, _ in first }
        var ordered: [Table] = []
        var seen: Set<String> = []
        // An explicit stack: a chain of references may be as long as the schema.
        for root in tables where !seen.contains(root.name) {
            seen.insert(root.name)
            var stack = [(table: root, next: 0)]
            while let top = stack.last {
                let keys = top.table.foreignKeys
                if top.next == keys.count {
                    ordered.append(top.table)
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let key = keys[top.next]
                if key.referencedDatabase == nil, let parent = byName[key.referencedTable],
                    seen.insert(parent.name).inserted
                {
                    stack.append((parent, 0))
                }
            }
        }
        return ordered
    }
}
