internal import MigrationSession
internal import SchemaDiff
internal import SchemaDocument
internal import SchemaInspector
internal import SchemaSwift
internal import SwiftMigDiagnostics

package enum InspectionFormat: String, Sendable, CaseIterable {
    case yaml, json, sql, swift
}

/// The live schema as text. Its JSON form is the schema document itself.
package struct InspectionReport: Report {
    let document: String
    let json: String?
    /// The JSON key of a text that is not a document.
    var format = InspectionFormat.sql

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ format: InspectionFormat) { stringValue = format.rawValue }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package var rawJSON: String? { json }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(document, forKey: Key(format))
    }

    package func text(_: TextStyle) -> String { document }
    package var isForPrograms: Bool { true }
}

/// Prints the live schema without the tool's own tables.
package func inspect(_ format: InspectionFormat, in context: Context) throws -> InspectionReport {
    let configuration = try context.configuration(requiresFile: false)
    let session = try context.open(configuration)
    let live = try session.inspect(ignoring: configuration)
    for diagnostic in live.diagnostics { context.messages.warn(diagnostic) }
    try session.warnOfUnseenKinds(in: context)
    let models = live.schema.withoutInherited(on: try session.profile())
    switch format {
    case .yaml:
        return InspectionReport(document: SchemaDocument.yaml(models), json: SchemaDocument.json(models))
    case .json:
        let text = SchemaDocument.json(models)
        return InspectionReport(document: text, json: text)
    case .swift:
        return InspectionReport(document: SwiftModels.text(models), json: nil, format: .swift)
    case .sql:
        return InspectionReport(document: try session.createStatements(of: live.schema), json: nil)
    }
}
