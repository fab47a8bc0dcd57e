internal import SchemaModel

/// The structs for a schema: their names and relations.
struct ModelPlan {
    let naming: NamingChoice
    var models: [Model]

    init(_ schema: Schema) {
        naming = NamingChoice(schema)
        let types = Self.typeNames(schema.tables)
        let typeNames = Set(types.map(\.name))
        models = zip(schema.tables, types).map { table, type in
            Model(
                table: table,
                typeName: type.name,
                words: type.words,
                properties: Self.properties(of: table, typeName: type.name, models: typeNames),
                modelNames: typeNames
            )
        }
        addRelations()
    }

    // MARK: Names

    /// Returns the table's name in the singular, or unchanged if the singular is taken or would shadow another name, or
    /// else with a word or number appended.
    private static func typeNames(_ tables: [Table]) -> [(name: String, words: [String])] {
        var taken = ReservedNames.types
        return tables.enumerated().map { index, table in
            var words = SwiftName.words(table.name)
            if words.isEmpty { words = ["table", String(index + 1)] }
            let candidates = [Singular.words(words), words, words + ["table"]]
            let names = candidates.map { SwiftName.type($0) ?? "Table\(index + 1)" }
            let name = SwiftName.free(names) { taken.contains($0) }
            taken.insert(name)
            let chosen = names.firstIndex(of: name) ?? names.count - 1
            return (name, candidates[chosen])
        }
    }

    private static func properties(of table: Table, typeName: String, models: Set<String>) -> [Property] {
        // If a name has no upper case, such as `性别`, a property and a model could have the same name.
        let reserved = ReservedNames.properties.union(models)
        var taken = reserved
        let names = table.columns.enumerated().map { index, column in
            let member = SwiftName.member(SwiftName.words(column.name)) ?? "column\(index + 1)"
            let name = SwiftName.free([reserved.contains(member) ? member + "Value" : member]) { taken.contains($0) }
            taken.insert(name)
            return name
        }
        var types = ReservedNames.types.union(taken)
        return table.columns.enumerated().map { index, column in
            let name = names[index]
            var enumeration: Enumeration?
            if case .enumeration(let labels) = column.type {
                let own = SwiftName.type(SwiftName.words(column.name)) ?? "Column\(index + 1)"
                let type = SwiftName.free([own, typeName + own.drop { $0 == "_" }]) { types.contains($0) }
                types.insert(type)
                enumeration = Enumeration(name: type, labels: labels)
            }
            return Property(column: column, name: name, type: SwiftType(of: column), enumeration: enumeration)
        }
    }
}
