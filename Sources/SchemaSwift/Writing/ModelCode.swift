internal import SchemaModel

/// Writes a table as a struct with its `@Table`.
struct ModelCode {
    let model: Model
    let naming: NamingChoice

    var text: String {
        let table = model.table
        var text = Documentation.text(table.comment, indentation: 0)
        var arguments = Arguments()
        arguments.add(nil, .string(table.name))
        arguments.add("comment", string: table.comment.isEmpty ? nil : table.comment)
        arguments.add("renamedFrom", string: table.renamedFrom)
        arguments.add("options", OptionCode.options(table.options))
        text += Code.call("@Table", arguments.list).line(indentation: 0)
        text += "struct \(model.typeName) {\n"
        return text + sections.joined(separator: "\n") + "}\n"
    }

    private var sections: [String] {
        let elements = ElementCode(model: model, naming: naming)
        let unique = elements.ownColumns(.unique)
        let indexed = elements.ownColumns(.plain)
        let columns = model.properties.map { property in
            let name = property.column.name.lowercased()
            return ColumnCode(
                property: property,
                model: model,
                hasUnique: unique.contains(name),
                hasIndex: indexed.contains(name)
            )
            .text(indentation: Code.step)
        }
        let relations = model.relations.map { relation in
            let head = "static let \(SwiftName.escaped(relation.name)) = "
            let value = relation.value.text(at: Code.step + head.count, indentation: Code.step)
            return Code.blank(Code.step) + head + value + "\n"
        }
        return [columns.joined()] + model.properties.compactMap(\.enumeration).map(enumeration)
            + (relations.isEmpty ? [] : [relations.joined()])
            + (elements.elements.isEmpty ? [] : [function(elements.elements)])
    }

    private func function(_ elements: [Code]) -> String {
        let inner = Code.step * 2
        let list =
            "[\n"
            + elements.map { element in
                let text = element.text(at: inner + Code.step, indentation: inner + Code.step, trailing: 1)
                return Code.blank(inner + Code.step) + text + (elements.count > 1 ? ",\n" : "\n")
            }
            .joined() + Code.blank(inner) + "]"
        let flat = Code.array(elements).text(at: inner, indentation: inner)
        return """
                static func elements(_ t: Columns) -> [TableElement] {
                    \(elements.count == 1 && !flat.contains("\n") ? flat : list)
                }

            """
    }

    private func enumeration(_ enumeration: Enumeration) -> String {
        var lines: [String] = []
        for item in enumeration.cases {
            let name = SwiftName.escaped(item.name)
            if item.name != item.label {
                lines.append("case \(name) = \(StringLiteral.oneLine(item.label))")
            } else if let last = lines.last, !last.contains("="),
                last.count + name.count + 2 + 2 * Code.step <= Code.width
            {
                lines[lines.count - 1] = last + ", " + name
            } else {
                lines.append("case \(name)")
            }
        }
        let head = Code.blank(Code.step) + "enum \(enumeration.name): String, ColumnEnum {\n"
        let cases = lines.map { Code.blank(2 * Code.step) + $0 + "\n" }.joined()
        return head + cases + Code.blank(Code.step) + "}\n"
    }
}
