internal import MigrationSession
internal import ModelSources
internal import SchemaDocument

/// Prints the declared schema as it was read, in whatever language it is declared.
package func models(in context: Context) throws -> InspectionReport {
    let configuration = try context.configuration()
    let schema = try context.models(configuration).load(
        for: try context.open(configuration).profile()
    )
    return InspectionReport(document: SchemaDocument.yaml(schema), json: SchemaDocument.json(schema))
}
