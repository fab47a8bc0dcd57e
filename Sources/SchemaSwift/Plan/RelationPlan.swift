internal import SchemaModel

extension ModelPlan {
    /// Turns foreign keys into relations: `belongsTo` on the side of the key, `hasMany` or `hasOne` on the other side,
    /// and `manyToMany` across a table that joins two others.
    mutating func addRelations() {
        let indices = Dictionary(models.indices.map { (models[$0].table.name, $0) }) { first, _ in first }
        for index in models.indices { placeKeys(of: index, indices) }
        for index in models.indices { addInverses(of: index, indices) }
        for index in models.indices { addJoin(by: index, indices) }
    }

    // MARK: The side of the key

    private mutating func placeKeys(of index: Int, _ indices: [String: Int]) {
        let model = models[index]
        for key in model.table.foreignKeys {
            guard key.referencedDatabase == nil, let target = indices[key.referencedTable] else {
                models[index].keyPlaces.append(.element)
                continue
            }
            let place = place(of: key, in: model, target: models[target])
            models[index].keyPlaces.append(place)
            if case .relation = place {
                let name = models[index].freeStatic(model.belongsToNames(key, target: models[target]))
                let value = model.belongsTo(key, models[target], name: naming.explicitName(of: key, in: model.table))
                models[index].relations.append(RelationStatic(name: name, value: value))
            }
        }
    }

    private func place(of key: ForeignKey, in model: Model, target: Model) -> KeyPlace {
        let own = key.columns.compactMap(model.property(ofColumn:))
        let others = key.referencedColumns.compactMap(target.property(ofColumn:))
        // The library distinguishes keys by their columns and table.
        let isAlone =
            model.table.foreignKeys.count {
                $0.columns == key.columns && $0.referencedTable == key.referencedTable && $0.referencedDatabase == nil
            } == 1
        guard isAlone, own.count == key.columns.count, own.count == others.count,
            zip(own, others).allSatisfy({ $0.holdsTheSame(as: $1) && !$1.column.isNullable })
        else { return .element }
        let isAllOrNone = Set(own.map(\.column.isNullable)).count == 1
        if isAllOrNone, target.keyProperties?.map(\.name) == others.map(\.name) { return .relation }
        let isNamed = naming.explicitName(of: key, in: model.table) != nil
        if own.count == 1, !isNamed { return .reference(type: target.typeName, property: others[0].name) }
        return .element
    }

    // MARK: The other side

    private mutating func addInverses(of index: Int, _ indices: [String: Int]) {
        let model = models[index]
        let join = join(of: model, indices)
        for (key, place) in zip(model.table.foreignKeys, model.keyPlaces) {
            guard case .relation = place, let target = indices[key.referencedTable] else { continue }
            if let join, join.isPure { continue }
            let isOne = model.isUnique(over: key.columns)
            let plain = SwiftName.member(isOne ? model.words : SwiftName.words(model.table.name)) ?? "others"
            let role = model.roleName(of: key, target: models[target])
            let siblings = model.table.foreignKeys.count { $0.referencedTable == key.referencedTable }
            let isAmbiguous = target == index || (siblings > 1 && role != models[target].typeName)
            let name = models[target].freeStatic((isAmbiguous ? [] : [plain]) + ["\(plain)As\(role)"])
            let arguments = [Code.Argument(nil, .text("\(model.typeName).self"))] + model.keyPaths("via", key.columns)
            let value = Code.call(isOne ? "hasOne" : "hasMany", arguments)
            models[target].relations.append(RelationStatic(name: name, value: value))
        }
    }

    // MARK: Across a table

    private struct Join {
        var keys: [(key: ForeignKey, target: Int)]
        /// Whether the table has no columns except those of the two keys.
        var isPure: Bool
    }

    /// Returns the join if the table has two keys that together are its primary key or a unique key.
    private func join(of model: Model, _ indices: [String: Int]) -> Join? {
        let related = zip(model.table.foreignKeys, model.keyPlaces).compactMap { key, place in
            if case .relation = place { indices[key.referencedTable].map { (key: key, target: $0) } } else { nil }
        }
        guard related.count == 2, related.allSatisfy({ $0.key.columns.count == 1 }) else { return nil }
        let columns = related.map { $0.key.columns[0] }
        guard columns.allSatisfy({ model.table.column(named: $0)?.isNullable == false }),
            model.isUnique(over: columns) || model.isUnique(over: columns.reversed())
        else { return nil }
        return Join(keys: related, isPure: model.table.columns.count == 2)
    }

    private mutating func addJoin(by index: Int, _ indices: [String: Int]) {
        let model = models[index]
        guard let join = join(of: model, indices) else { return }
        for (own, other) in [(join.keys[0], join.keys[1]), (join.keys[1], join.keys[0])] {
            let target = models[other.target]
            let plain = SwiftName.member(SwiftName.words(target.table.name)) ?? "others"
            let isSelf = own.target == other.target
            let role = model.roleName(of: other.key, target: target)
            let candidates = isSelf ? ["\(plain)As\(role)"] : [plain, "\(plain)Through\(model.typeName)"]
            let name = models[own.target].freeStatic(candidates)
            var arguments: [Code.Argument] = [
                .init(nil, .text("\(target.typeName).self")),
                .init("through", .text("\(model.typeName).self")),
            ]
            arguments += model.keyPaths("from", own.key.columns) + model.keyPaths("to", other.key.columns)
            // The foreign keys determine what happens to their rows.
            if join.keys.contains(where: { $0.key.onDelete != .cascade }) {
                arguments.append(.init("onDelete", .text("nil")))
            }
            models[own.target].relations.append(RelationStatic(name: name, value: .call("manyToMany", arguments)))
        }
    }
}

extension Model {
    /// Returns the first name that no static member and no visible type has.
    fileprivate func freeStatic(_ candidates: [String]) -> String {
        let taken = ReservedNames.statics.union(modelNames).union(relations.map(\.name))
            .union(properties.compactMap(\.enumeration?.name))
        return SwiftName.free(candidates) { taken.contains($0) }
    }

    /// Returns arguments such as `via: \.orderID, \.line`.
    fileprivate func keyPaths(_ label: String, _ columns: [String]) -> [Code.Argument] {
        columns.compactMap(property(ofColumn:)).enumerated().map { index, property in
            .init(index == 0 ? label : nil, .text("\\." + SwiftName.escaped(property.name)))
        }
    }

    /// Returns the words of the key's column without a suffix such as `id`. Returns nil if no words are left or the key
    /// has several columns.
    private func stem(of key: ForeignKey) -> [String]? {
        guard key.columns.count == 1 else { return nil }
        var words = SwiftName.words(key.columns[0])
        if ["code", "fk", "guid", "id", "key", "no", "nr", "number", "uuid"].contains(words.last?.lowercased() ?? "") {
            words.removeLast()
        }
        return words.isEmpty ? nil : words
    }

    /// Returns the candidate names: `author` for a key on `author_id`, then the referenced struct's name.
    fileprivate func belongsToNames(_ key: ForeignKey, target: Model) -> [String] {
        [stem(of: key), target.words].compactMap { $0.flatMap(SwiftName.member) }
    }

    /// Returns `Author` for a key on `author_id`, or else the referenced struct's name.
    fileprivate func roleName(of key: ForeignKey, target: Model) -> String {
        stem(of: key).flatMap(SwiftName.type) ?? target.typeName
    }

    fileprivate func belongsTo(_ key: ForeignKey, _ target: Model, name: String?) -> Code {
        var arguments = [Code.Argument(nil, .text("\(target.typeName).self"))] + keyPaths("via", key.columns)
        arguments += ForeignKeyCode.rules(of: key, updateLabel: "onUpdate")
        if let name { arguments.append(.init("name", .string(name))) }
        return .call("belongsTo", arguments)
    }
}
