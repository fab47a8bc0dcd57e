internal import SchemaModel
internal import SchemaSQL

/// Writes the parts of a table other than columns: the elements of `elements(_:)`.
struct ElementCode {
    let model: Model
    let naming: NamingChoice

    private var table: Table { model.table }

    /// Returns the columns that declare a single-column index of this kind.
    func ownColumns(_ kind: Index.Kind) -> Set<String> {
        Set(
            declaredIndexes.filter { isOwn($0) && $0.kind == kind }.compactMap {
                $0.parts.first?.columnName?.lowercased()
            }
        )
    }

    var elements: [Code] {
        var elements: [Code] = []
        if let key = table.primaryKey, model.keyProperties == nil { elements.append(primaryKey(key)) }
        elements += declaredIndexes.filter { !isOwn($0) }.map(index)
        for (key, place) in zip(table.foreignKeys, model.keyPlaces) {
            if case .element = place {
                elements.append(ForeignKeyCode.element(key, name: naming.explicitName(of: key, in: table)))
            }
        }
        let unnamed = naming.unnamedChecks(of: table)
        elements += table.checks.map { check($0, isNamed: !unnamed.contains($0.name)) }
        if let period = table.period { elements.append(self.period(period)) }
        if let versioning = table.systemVersioning { elements.append(self.versioning(versioning)) }
        if let partitioning = table.partitioning {
            var arguments = [Code.Argument("by", .string(partitioning.documentText))]
            if partitioning.policy == .ignore { arguments.append(.init("partitions", .text(".ignore"))) }
            elements.append(.call(".partitioned", arguments))
        }
        return elements
    }

    // MARK: Indexes

    /// The indexes without those that the server creates for a foreign key, with its name.
    private var declaredIndexes: [Index] {
        table.indexes.filter { index in
            let isPlain = index == Index(name: index.name, parts: index.parts)
            return
                !(isPlain
                && table.foreignKeys.contains { key in
                    key.name.lowercased() == index.name.lowercased()
                        && index.parts == key.columns.map { IndexPart(column: $0) }
                        && !isCovered(key.columns, beside: index)
                })
        }
    }

    /// Returns whether the primary key or another index starts with the columns, so that the server would create none.
    private func isCovered(_ columns: [String], beside own: Index) -> Bool {
        let keys = [table.primaryKey?.parts ?? []]
        let indexes = table.indexes.filter { $0.name != own.name && [.plain, .unique].contains($0.kind) }.map(\.parts)
        return (keys + indexes).contains { parts in
            parts.count >= columns.count
                && zip(parts, columns).allSatisfy {
                    $0.columnName?.lowercased() == $1.lowercased() && $0.prefixLength == nil
                }
        }
    }

    /// Returns whether the column declares the index: it has one column, a conventional name, and no other attributes.
    private func isOwn(_ index: Index) -> Bool {
        guard index.kind == .plain || index.kind == .unique, index.parts.count == 1,
            let column = index.parts[0].columnName, index.parts[0] == IndexPart(column: column),
            naming.explicitName(of: index, in: table) == nil
        else { return false }
        let plain = Index(name: index.name, kind: index.kind, parts: index.parts)
        // A column can declare only one index of each kind.
        return index == plain && table.indexes.first { $0.kind == index.kind && $0.parts == index.parts } == index
    }

    private func index(_ index: Index) -> Code {
        var arguments = Arguments()
        arguments.list = index.parts.map { .init(nil, part($0)) }
        arguments.add("name", string: naming.explicitName(of: index, in: table))
        var plain = Index(name: index.name, kind: index.kind, parts: index.parts)
        if index.kind == .fulltext {
            plain.parser = index.parser
            if index == plain { arguments.add("parser", string: index.parser) }
        }
        if index == plain, let function = Self.function(index.kind) { return .call(function, arguments.list) }
        if index.kind != .plain { arguments.add("kind", .text("." + index.kind.rawValue)) }
        return .call(".index", [.init(nil, Self.chain(.call("Index", arguments.list), attributes(of: index)))])
    }

    private static func function(_ kind: Index.Kind) -> String? {
        switch kind {
        case .plain: ".index"
        case .unique, .fulltext, .spatial: "." + kind.rawValue
        case .vector: nil
        }
    }

    private func attributes(of index: Index) -> [Code] {
        var members: [Code] = []
        if let algorithm = index.algorithm { members.append(Self.member("algorithm", .string(algorithm.lowercased()))) }
        if let parser = index.parser { members.append(Self.member("parser", .string(parser))) }
        if let size = index.keyBlockSize { members.append(Self.member("keyBlockSize", .text(String(size)))) }
        if !index.options.isEmpty {
            let options = index.options.map { Code.pair($0.name, .string($0.value)) }
            members.append(Self.member("options", .array(options)))
        }
        if index.isInvisible { members.append(.call(".invisible", [])) }
        if !index.comment.isEmpty { members.append(Self.member("comment", .string(index.comment))) }
        return members
    }

    private static func member(_ name: String, _ value: Code) -> Code { .call("." + name, [.init(nil, value)]) }

    private static func chain(_ base: Code, _ members: [Code]) -> Code {
        members.isEmpty ? base : .chain(base, members)
    }

    private func part(_ part: IndexPart) -> Code {
        switch part.value {
        case .expression(let text):
            let base = Code.call("IndexPart.expression", [.init(nil, .string(text))])
            return part.isDescending ? .chain(base, [.text(".descending")]) : base
        case .period(let name): return .call("IndexPart.withoutOverlaps", [.init(nil, .string(name))])
        case .column(let name):
            let property = model.property(ofColumn: name)?.name ?? name
            let prefix = part.prefixLength.map { ".prefix(\($0))" } ?? ""
            return .text("t.\(SwiftName.escaped(property))\(prefix)\(part.isDescending ? ".descending" : "")")
        }
    }

    // MARK: Others

    private func primaryKey(_ key: PrimaryKey) -> Code {
        var arguments = Arguments()
        arguments.list = key.parts.map { .init(nil, part($0)) }
        arguments.add("comment", string: key.comment.isEmpty ? nil : key.comment)
        arguments.add("algorithm", string: key.algorithm?.lowercased())
        return .call(".primaryKey", arguments.list)
    }

    private func check(_ check: Check, isNamed: Bool) -> Code {
        var arguments = Arguments()
        arguments.add(nil, .string(check.expression))
        arguments.add("name", string: isNamed ? check.name : nil)
        if !check.isEnforced { arguments.add("isEnforced", .text("false")) }
        return .call(".check", arguments.list)
    }

    private func period(_ period: Period) -> Code {
        var arguments = Arguments()
        arguments.add(nil, .string(period.name))
        arguments.add("from", string: period.columns.start)
        arguments.add("to", string: period.columns.end)
        return .call(".period", [.init(nil, .call("Period", arguments.list))])
    }

    private func versioning(_ versioning: SystemVersioning) -> Code {
        var arguments = Arguments()
        arguments.add("start", string: versioning.columns?.start)
        arguments.add("end", string: versioning.columns?.end)
        return .call(".systemVersioning", [.init(nil, .call("SystemVersioning", arguments.list))])
    }
}
