internal import SchemaModel

enum ForeignKeyCode {
    /// Returns arguments such as `onDelete: .cascade, onUpdate: .restrict`.
    static func rules(of key: ForeignKey, updateLabel: String) -> [Code.Argument] {
        var arguments: [Code.Argument] = []
        if let rule = key.onDelete { arguments.append(.init("onDelete", .text(name(of: rule)))) }
        if let rule = key.onUpdate { arguments.append(.init(updateLabel, .text(name(of: rule)))) }
        return arguments
    }

    /// Returns the element for a key that neither a relation nor a column can declare.
    static func element(_ key: ForeignKey, name: String?) -> Code {
        var arguments: [Code.Argument] = [
            .init(nil, .array(key.columns.map(Code.string))), .init("references", table(key)),
            .init(nil, .array(key.referencedColumns.map(Code.string))),
        ]
        arguments += rules(of: key, updateLabel: "onUpdate")
        if let name { arguments.append(.init("name", .string(name))) }
        return .call(".foreignKey", [.init(nil, .call("ForeignKey", arguments))])
    }

    /// Returns a string literal, unless a dot in the name would split it.
    private static func table(_ key: ForeignKey) -> Code {
        let name = key.referencedTable
        let hasPoint = name.contains(".") || key.referencedDatabase?.contains(".") == true
        guard hasPoint else { return .string((key.referencedDatabase.map { $0 + "." } ?? "") + name) }
        var arguments: [Code.Argument] = [.init(nil, .string(name))]
        if let database = key.referencedDatabase { arguments.append(.init("database", .string(database))) }
        return .call("TableName", arguments)
    }

    private static func name(of rule: ForeignKey.Rule) -> String {
        switch rule {
        case .restrict: ".restrict"
        case .cascade: ".cascade"
        case .setNull: ".setNull"
        case .noAction: ".noAction"
        case .setDefault: ".setDefault"
        }
    }
}
