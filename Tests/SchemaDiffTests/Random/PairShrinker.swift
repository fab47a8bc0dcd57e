import SchemaDiff
import SchemaDocument
import SchemaModel

/// Shrinks a failing pair by removing one thing at a time while the failure persists.
struct PairShrinker {
    let flavor: ServerProfile.Flavor
    let settings: TrialSettings
    let deadline: ContinuousClock.Instant

    func smallest(
        _ pair: SchemaPair,
        _ failure: PairTrial.Failure
    ) throws -> (pair: SchemaPair, failure: PairTrial.Failure) {
        var best = (pair: pair, failure: failure)
        var tried: Set<SchemaPair> = [pair]
        var isSmaller = true
        while isSmaller {
            isSmaller = false
            var place = 0
            while true {
                let candidates = PairReductions.all(of: best.pair)
                guard place < candidates.count, ContinuousClock.now < deadline else { break }
                let candidate = candidates[place].repaired(for: flavor)
                if tried.insert(candidate).inserted, let failure = try PairTrial.failure(of: candidate, settings),
                    failure.stage == best.failure.stage
                {
                    best = (candidate, failure)
                    isSmaller = true
                } else {
                    place += 1
                }
            }
        }
        return best
    }

    /// Returns the pair as documents, its rows, the scripts and the failure.
    static func report(_ settings: TrialSettings, pair: SchemaPair, failure: PairTrial.Failure) -> String {
        func text(_ script: [ScriptStatement]) -> String { script.map { $0.sql + ";" }.joined(separator: "\n") }
        let rows = RandomRows(pair, settings).statements(dialect: SQLDialect()).joined(separator: ";\n")
        return """
            seed \(settings.seed) (\(settings)) fails where \(failure.stage.rawValue):
            \(failure.reason)
            --- before
            \(SchemaDocument.yaml(pair.before))
            --- after
            \(SchemaDocument.yaml(pair.after))
            --- rows
            \(rows)
            --- upgrade
            \(text(failure.upgrade))
            --- downgrade
            \(text(failure.downgrade))
            """
    }
}

/// The pairs that have one thing less than another, large things first.
enum PairReductions {
    static func all(of pair: SchemaPair) -> [SchemaPair] {
        objects(of: pair) + tables(of: pair) + parts(of: pair) + columns(of: pair)
    }

    private static func objects(of pair: SchemaPair) -> [SchemaPair] {
        let ids = pair.before.objects.map(\.id) + pair.after.objects.map(\.id)
        return ids.map { id in
            changed(pair) { pair in
                pair.before.objects.removeAll { $0.id == id }
                pair.after.objects.removeAll { $0.id == id }
            }
        } + [changed(pair) { $0.after.objects = $0.before.objects }]
    }

    private static func tables(of pair: SchemaPair) -> [SchemaPair] {
        let gone = pair.before.tables.map { table in
            changed(pair) { pair in
                let other = pair.counterpart(of: table)
                pair.before.tables.removeAll { $0.name == table.name }
                pair.after.tables.removeAll { $0.name == other?.name }
            }
        }
        let new = pair.after.tables.filter { pair.original(of: $0) == nil }.map { table in
            changed(pair) { pair in pair.after.tables.removeAll { $0.name == table.name } }
        }
        let same = pair.before.tables.map { table in
            changed(pair) { pair in
                let other = pair.counterpart(of: table)
                pair.after.tables.removeAll { $0.name == other?.name }
                pair.after.tables.append(table)
            }
        }
        return (gone + new + same).filter { !$0.before.tables.isEmpty || !$0.after.tables.isEmpty }
    }

    /// Removes keys, constraints and other parts of tables from both sides, or reverts them to the first.
    private static func parts(of pair: SchemaPair) -> [SchemaPair] {
        func both<Value: Equatable>(_ path: WritableKeyPath<Table, Value>, _ value: Value) -> [SchemaPair] {
            names(of: pair).flatMap { before, after in
                [
                    changed(pair) { pair in
                        pair.before.change(before) { $0[keyPath: path] = value }
                        pair.after.change(after) { $0[keyPath: path] = value }
                    },
                    changed(pair) { pair in
                        guard let before = before.flatMap({ pair.before.table(named: $0) }) else { return }
                        pair.after.change(after) { $0[keyPath: path] = before[keyPath: path] }
                    },
                ]
            }
        }
        func each<Element>(
            _ path: WritableKeyPath<Table, [Element]>,
            _ name: @escaping (Element) -> String
        ) -> [SchemaPair] {
            names(of: pair).flatMap { before, after in
                let tables = [
                    before.flatMap { pair.before.table(named: $0) }, after.flatMap { pair.after.table(named: $0) },
                ]
                return Set(tables.compactMap { $0 }.flatMap { $0[keyPath: path].map(name) }).sorted().map { gone in
                    changed(pair) { pair in
                        pair.before.change(before) { $0[keyPath: path].removeAll { name($0) == gone } }
                        pair.after.change(after) { $0[keyPath: path].removeAll { name($0) == gone } }
                    }
                }
            }
        }
        let lists = each(\.indexes) { $0.name } + each(\.foreignKeys) { $0.name } + each(\.checks) { $0.name }
        let whole = both(\.partitioning, nil) + both(\.systemVersioning, nil) + both(\.period, nil)
        let more =
            both(\.options, TableOptions()) + both(\.comment, "") + both(\.indexes, []) + both(\.renamedFrom, nil)
            + both(\.options.engine, nil)
        let key = both(\.primaryKey, PrimaryKey(parts: [IndexPart(column: "id")]))
        return lists + whole + more + key
    }

    private static func columns(of pair: SchemaPair) -> [SchemaPair] {
        names(of: pair).flatMap { before, after -> [SchemaPair] in
            let old = before.flatMap { pair.before.table(named: $0) }
            let new = after.flatMap { pair.after.table(named: $0) }
            var reductions: [SchemaPair] = []
            for column in (old?.columns ?? []) where !["id", "n"].contains(column.name) {
                let other = new.flatMap { old?.counterpart(of: column, in: $0) }
                reductions.append(
                    changed(pair) { pair in
                        pair.before.change(before) { $0.columns.removeAll { $0.name == column.name } }
                        pair.after.change(after) { $0.columns.removeAll { $0.name == other?.name } }
                    }
                )
                guard let other, other != column else { continue }
                reductions.append(
                    changed(pair) { pair in
                        pair.after.change(after) { table in
                            table.columns = table.columns.map { $0.name == other.name ? column : $0 }
                        }
                    }
                )
            }
            for column in (new?.columns ?? []) where old?.original(of: column, in: new ?? Table(name: "")) == nil {
                guard !["id", "n"].contains(column.name) else { continue }
                reductions.append(
                    changed(pair) { pair in
                        pair.after.change(after) { $0.columns.removeAll { $0.name == column.name } }
                    }
                )
            }
            return reductions + attributes(of: pair, before: before, after: after)
        }
    }

    /// Simplifies columns in the same way on both sides.
    private static func attributes(of pair: SchemaPair, before: String?, after: String?) -> [SchemaPair] {
        let simpler: [(inout Column) -> Void] = [
            { $0.comment = "" }, { $0.collation = nil }, { $0.isInvisible = false }, { $0.check = nil },
            { $0.defaultValue = nil }, { $0.generated = nil }, { $0.isAutoIncrement = false },
        ]
        return simpler.map { simplify in
            changed(pair) { pair in
                pair.before.change(before) { for place in $0.columns.indices { simplify(&$0.columns[place]) } }
                pair.after.change(after) { for place in $0.columns.indices { simplify(&$0.columns[place]) } }
            }
        } + [
            changed(pair) { pair in
                guard let old = before.flatMap({ pair.before.table(named: $0) }) else { return }
                pair.after.change(after) { table in
                    let order = old.columns.map(\.name)
                    table.columns =
                        order.compactMap { table.column(named: $0) }
                        + table.columns.filter { !order.contains($0.name) }
                }
            }
        ]
    }

    private static func names(of pair: SchemaPair) -> [(before: String?, after: String?)] {
        pair.before.tables.map { ($0.name, pair.counterpart(of: $0)?.name) }
            + pair.after.tables.filter { pair.original(of: $0) == nil }.map { (nil, $0.name) }
    }

    private static func changed(_ pair: SchemaPair, _ change: (inout SchemaPair) -> Void) -> SchemaPair {
        var pair = pair
        change(&pair)
        return pair
    }
}

extension Schema {
    fileprivate mutating func change(_ name: String?, _ change: (inout Table) -> Void) {
        for index in tables.indices where tables[index].name == name { change(&tables[index]) }
    }
}
