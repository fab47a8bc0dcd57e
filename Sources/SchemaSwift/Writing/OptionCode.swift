internal import SchemaModel

enum OptionCode {
    /// Returns `TableOptions(…)`, or nil if there are no options.
    static func options(_ options: TableOptions) -> Code? {
        var arguments = Arguments()
        arguments.add("engine", string: options.engine)
        arguments.add("charset", string: options.charset)
        arguments.add("collation", string: options.collation)
        arguments.add("rowFormat", string: options.rowFormat?.lowercased())
        arguments.add("autoIncrement", options.autoIncrement.map { .text(String($0)) })
        if !options.others.isEmpty {
            arguments.add("others", .array(options.others.map { .pair(spelled($0.name), .string($0.value)) }))
        }
        return arguments.list.isEmpty ? nil : .call("TableOptions", arguments.list)
    }

    /// The document reader capitalises a key, but keeps one in backquotes as it is.
    private static func spelled(_ name: String) -> String {
        let isCapitals = name.utf8.allSatisfy { $0 < 0x80 } && name == name.uppercased()
        return isCapitals && !name.hasPrefix("`") ? name.lowercased() : "`\(name)`"
    }
}
