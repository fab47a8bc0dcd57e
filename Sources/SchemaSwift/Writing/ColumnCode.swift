internal import SQLStatements
internal import SchemaModel

/// Writes a column as a stored property with its `@Column`.
struct ColumnCode {
    let property: Property
    let model: Model
    /// Whether the column declares the index itself.
    let hasUnique: Bool
    let hasIndex: Bool

    private var column: Column { property.column }

    func text(indentation: Int) -> String {
        var text = Documentation.text(column.comment, indentation: indentation)
        let arguments = self.arguments
        if !arguments.isEmpty { text += Code.call("@Column", arguments).line(indentation: indentation) }
        let keyword = isConstant ? "let" : "var"
        let declaration = "\(keyword) \(SwiftName.escaped(property.name)): \(property.spelledType)"
        return text + Code.text(declaration).line(indentation: indentation)
    }

    /// A changed key makes a different row, and the server computes generated values.
    private var isConstant: Bool { column.generated != nil || keyPosition != nil }

    /// The 1-based position in the primary key, if the properties declare it.
    private var keyPosition: Int? {
        (model.keyProperties?.firstIndex { $0.name == property.name }).map { $0 + 1 }
    }

    private var arguments: [Code.Argument] {
        var arguments = Arguments()
        if SwiftName.column(ofProperty: property.name) != column.name { arguments.add(nil, .string(column.name)) }
        if property.enumeration == nil { arguments.add(nil, property.type.argument.map(Code.text)) }
        if let keyPosition {
            arguments.add("primaryKey", .text(model.keyProperties?.count == 1 ? "true" : String(keyPosition)))
        }
        arguments.add("autoIncrement", flag: column.isAutoIncrement)
        arguments.add("unique", flag: hasUnique)
        arguments.add("index", flag: hasIndex)
        arguments.add("default", column.defaultValue.map(defaultValue))
        arguments.add("onUpdate", column.onUpdate.map(updateValue))
        arguments.add("generated", column.generated.map(generated))
        addReference(to: &arguments)
        arguments.add("charset", string: column.charset)
        arguments.add("collation", string: column.collation)
        arguments.add("check", string: column.check)
        arguments.add("srid", column.srid.map { .text(String($0)) })
        arguments.add("invisible", flag: column.isInvisible)
        arguments.add("compressed", flag: column.isCompressed)
        if column.isUnversioned { arguments.add("versioned", .text("false")) }
        arguments.add("format", string: column.format?.lowercased())
        arguments.add("storage", string: column.storage?.lowercased())
        arguments.add("comment", string: column.comment.isEmpty ? nil : column.comment)
        arguments.add("renamedFrom", string: column.renamedFrom)
        return arguments.list
    }

    private func addReference(to arguments: inout Arguments) {
        for (key, place) in zip(model.table.foreignKeys, model.keyPlaces) {
            guard case .reference(let type, let target) = place,
                model.property(ofColumn: key.columns[0])?.name == property.name
            else { continue }
            arguments.add("references", .text("\\\(type).\(SwiftName.escaped(target))"))
            arguments.list += ForeignKeyCode.rules(of: key, updateLabel: "onKeyUpdate")
        }
    }

    // MARK: Values

    private func defaultValue(_ value: DefaultValue) -> Code {
        switch value {
        case .literal(let text): literal(text)
        case .bytes(let bytes): .call(".bytes", [.init(nil, .array(bytes.map { .text(Self.hex($0)) }))])
        case .expression(let text):
            isCurrentTimestamp(text)
                ? .text(".currentTimestamp")
                : .call(".sql", [.init(nil, .string(ExpressionText.asDefault(text)))])
        case .absent: .text(".absent")
        }
    }

    private func literal(_ text: String) -> Code {
        switch column.type {
        case .integer(.tinyint, 1, .init()) where text == "0" || text == "1": .text(text == "1" ? "true" : "false")
        case .integer, .bit, .year: Int(text).map(String.init) == text ? .text(text) : .string(text)
        default: .string(text)
        }
    }

    private func updateValue(_ text: String) -> Code {
        isCurrentTimestamp(text) ? .text(".currentTimestamp") : .call(".sql", [.init(nil, .string(text))])
    }

    private func generated(_ generated: Generated) -> Code {
        .call(generated.isStored ? ".stored" : ".virtual", [.init(nil, .string(generated.expression))])
    }

    /// Returns whether the expression is the library's default for a column of this type.
    private func isCurrentTimestamp(_ text: String) -> Bool {
        switch column.type {
        case .datetime(0), .timestamp(0): ["current_timestamp()", "current_timestamp"].contains(text.lowercased())
        case .datetime(let digits), .timestamp(let digits): text.lowercased() == "current_timestamp(\(digits))"
        default: false
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return "0x" + (digits.count == 1 ? "0" : "") + digits
    }
}

/// A list of arguments that leaves out empty ones.
struct Arguments {
    var list: [Code.Argument] = []

    mutating func add(_ label: String?, _ value: Code?) {
        if let value { list.append(.init(label, value)) }
    }

    mutating func add(_ label: String, string: String?) {
        if let string { list.append(.init(label, .string(string))) }
    }

    mutating func add(_ label: String, flag: Bool) {
        if flag { list.append(.init(label, .text("true"))) }
    }
}
