internal import DiagnosticModel
internal import DocumentTree
package import SchemaModel

/// A schema as a document in YAML or JSON. Both have the same format.
package enum SchemaDocument {
    /// The version of the format: the value of the key `swiftmig`.
    static let version = 1

    /// Reads one schema from one or more documents. Objects keep the order of the texts and their order in each text.
    ///
    /// - Throws: `SchemaDocumentError` with all problems, in the order of the texts. It does not include problems that
    ///   only a server can find, such as a type that the server does not know.
    package static func read(texts: [(text: String, file: String)]) throws(SchemaDocumentError) -> Schema {
        let problems = ProblemList()
        var reader = DocumentReader(problems: problems)
        for (text, file) in texts { reader.read(text, file: file) }
        var schema = reader.schema
        if schema.tables.isEmpty, schema.objects.isEmpty, problems.isEmpty {
            problems.add(.noTables, at: texts.first.map { SourceLocation(file: $0.file, line: 1, column: 1) })
        }
        schema.resolveReferences()
        SchemaChecker(schema: schema, problems: problems).check()
        if let error = problems.error { throw error }
        return schema
    }

    /// Returns the schema as YAML. `read` gives the same schema back, except for the origins.
    package static func yaml(_ schema: Schema) -> String {
        YAMLWriter.text(of: DocumentBuilder.document(schema))
    }

    /// Returns the schema as JSON.
    package static func json(_ schema: Schema) -> String {
        var document = DocumentBuilder.document(schema)
        if case .map(let entries, let isFlow) = document {
            document = .map(entries.sorted { $0.key < $1.key }, isFlow: isFlow)
        }
        return JSONWriter.text(of: document)
    }
}
