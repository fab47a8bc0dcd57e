internal import SwiftSyntax
internal import SwiftSyntaxBuilder
internal import SwiftSyntaxMacros

/// Writes the members of the conformances to `TableModel` and `RowModel`, except for the initialiser that reads rows.
struct ModelWriter<Context: MacroExpansionContext> {
    let model: ModelDeclaration
    let context: Context

    var members: [String] {
        [primaryKey, columns]
            + [tableName, columnsValue, table, columnName].map { "\(access)static \($0)" }
            + (model.relations.isEmpty || model.declares("relations") ? [] : [relations])
            + RowWriter(model: model).members
    }

    private var access: String { model.access.text }

    private var primaryKey: String {
        let types = model.keyProperties.compactMap { $0.type.map { "\($0.spelled)" } }
        let type = types.isEmpty ? "Swift.Never" : types.count == 1 ? types[0] : "(\(types.joined(separator: ", ")))"
        return "\(access)typealias PrimaryKey = \(type)"
    }

    private var columns: String {
        let references = model.properties.compactMap { property in
            property.type.map { type in
                "\(model.access(of: property).text)let \(property.identifier) = "
                    + "SwiftMig.ColumnReference<\(model.name), \(type.spelled)>(\(quoted(property.columnName)))"
            }
        }
        return """
            \(access)struct Columns: Swift.Sendable {
                \(references.joined(separator: "\n    "))
            }
            """
    }

    private var tableName: String {
        "var tableName: Swift.String { \(model.arguments.first.map { "\($0.expression.trimmed)" } ?? "\"\"") }"
    }

    private var columnsValue: String { "var columns: Columns { Columns() }" }

    private var table: String {
        let key = model.keyProperties.map(\.identifier)
        let isKeyInOrder = key == model.properties.filter { $0.keyPosition != nil }.map(\.identifier)
        let lines = SourceLines(of: model.declaration, in: context)
        var elements = model.properties.compactMap { property in
            property.type.map { type in
                ColumnWriter(property: property, type: type.spelled, saysPrimaryKey: isKeyInOrder).text(lines)
            }
        }
        if !isKeyInOrder {
            let names = model.keyProperties.map { quoted($0.columnName) }
            elements.append("SwiftMig.PrimaryKey(\(names.joined(separator: ", ")))")
        }
        var arguments = ["tableName"] + model.arguments.dropFirst().map { "\($0.with(\.trailingComma, nil).trimmed)" }
        if let source = lines?.arguments(for: model.declaration.name) { arguments.append(source) }
        return """
            var table: SwiftMig.Table {
                SwiftMig.Table(\(arguments.joined(separator: ", "))) {
                    \(elements.joined(separator: "\n        "))
                }
            }
            """
    }

    private var columnName: String {
        let cases = model.properties.map { property in
            "case \\Self.\(property.identifier): return \(quoted(property.columnName))"
        }
        return """
            func columnName(for keyPath: Swift.PartialKeyPath<Self>) -> Swift.String? {
                switch keyPath {
                \((cases + ["default: return nil"]).joined(separator: "\n    "))
                }
            }
            """
    }

    private var relations: String {
        "\(access)static var relations: [any SwiftMig.Relation] { [\(model.relations.joined(separator: ", "))] }"
    }
}
