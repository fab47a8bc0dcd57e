internal import SchemaModel

enum ForeignKeyCode {
    /// `onDelete: .cascade, onUpdate: .restrict`
    static func rules(of key: ForeignKey, updateLabel: String) -> [Code.Argument] {
        var arguments: [Code.Argument] = []
        if let rule = key.onDelete { arguments.append(.init("onDelete", .text(name(of: rule)))) }
        if let rule = key.onUpdate { arguments.append(.init(updateLabel, .text(name(of: rule)))) }
        return arguments
    }

    /// A key that no relation and no column can say.
    static func element(_ key: ForeignKey, name: String?) -> Code {
        var arguments: [Code.Argument] = [
            .init(nil, .array(key.columns.map(Code.string))), .init("references", table(key)),
            .init(nil, .array(key.referencedColumns.map(Code.string))),
        ]
        arguments += rules(of: key, updateLabel: "onUpdate")
        if let name { arguments.append(.init("name", .string(name))) }
        return .call(".foreignKey", [.init(nil, .call("ForeignKey", arguments))])
    }

    /// A literal, unless a point in the name would part it.
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
