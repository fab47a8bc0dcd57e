package import SchemaModel

/// A schema as Swift models: a struct for each table, and a program that prints them for `models.command`.
package enum SwiftModels {
    /// Returns the text of one file, formatted like swift-format with 4 spaces and 120 columns.
    ///
    /// When it is compiled and run, it prints a schema document equal to the schema.
    package static func text(_ schema: Schema) -> String {
        let plan = ModelPlan(schema)
        let usesFoundation = plan.models.contains { model in
            model.properties.contains { $0.enumeration == nil && $0.type.isOfFoundation }
        }
        let imports = (usesFoundation ? "import Foundation\n" : "") + "import SwiftMigMacros\n"
        // Columns keep their names in languages other than English too.
        let names = plan.models.flatMap { model in
            [model.typeName] + model.properties.flatMap { [$0.name] + ($0.enumeration?.cases.map(\.name) ?? []) }
        }
        let isASCII = names.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
        let directive = isASCII ? "" : "// swift-format-ignore-file: IdentifiersMustBeASCII\n\n"
        let models = plan.models.map { ModelCode(model: $0, naming: plan.naming).text }
        return ([directive + imports] + models + [provider(schema, plan)]).joined(separator: "\n")
    }

    private static func provider(_ schema: Schema, _ plan: ModelPlan) -> String {
        let indentation = Code.step * 2
        return """
            @main
            struct Schema: SchemaProvider {
                static var metadata: Metadata {
            \(metadata(schema, plan).line(indentation: indentation))    }
            }

            """
    }

    private static func metadata(_ schema: Schema, _ plan: ModelPlan) -> Code {
        var arguments = Arguments()
        arguments.add("defaults", OptionCode.options(schema.defaults))
        if let database = schema.database {
            var values = Arguments()
            values.add("charset", string: database.charset)
            values.add("collation", string: database.collation)
            arguments.add("database", .call("DatabaseDefaults", values.list))
        }
        let patterns = plan.naming.arguments
        if !patterns.isEmpty {
            arguments.add("naming", .call("NamingConvention", patterns.map { .init($0.label, .string($0.pattern)) }))
        }
        let head = arguments.list.isEmpty ? Code.text("Metadata") : .call("Metadata", arguments.list)
        return .block(
            head,
            plan.models.map { .text("\($0.typeName).self") } + schema.objects.map(ObjectCode.code)
        )
    }
}
