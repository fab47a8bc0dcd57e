internal import SQLStatements
internal import SchemaModel

/// Orders tables by their foreign keys, and views by the views that they use.
enum DependencyOrder {
    /// Returns the tables, each after those that it references. A cycle is broken where the given order enters it.
    static func parentsFirst(_ tables: [Table]) -> [Table] {
        let byName = Dictionary(tables.map { ($0.name, $0) }) { first, _ in first }
        var ordered: [Table] = []
        var seen: Set<String> = []
        // An explicit stack, because a chain of references may be as long as the schema.
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

extension DependencyOrder {
    /// Returns the views, each after those that its text names. A cycle is broken where the given order enters it.
    static func usedFirst(_ views: [View]) -> [View] {
        let places = Dictionary(views.enumerated().map { ($1.name.lowercased(), $0) }) { first, _ in first }
        let uses = views.enumerated().map { index, view in
            SQLNames.mentioned(in: view.query).compactMap { places[$0] }.filter { $0 != index }.sorted()
        }
        var ordered: [View] = []
        var seen: Set<Int> = []
        for root in views.indices where seen.insert(root).inserted {
            var stack = [(view: root, next: 0)]
            while let top = stack.last {
                guard top.next < uses[top.view].count else {
                    ordered.append(views[top.view])
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let used = uses[top.view][top.next]
                if seen.insert(used).inserted { stack.append((used, 0)) }
            }
        }
        return ordered
    }
}
