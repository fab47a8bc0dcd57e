internal import DocumentTree
package import SchemaModel

/// The schema document: a schema in YAML or JSON, which are one format.
package enum SchemaDocument {
    /// The format's version, the value of the key `swiftmig`.
    static let version = 1

    /// Reads one schema from one or more documents. Objects keep the order of the texts and of each text.
    ///
    /// - Throws: `SchemaDocumentError` with everything that is wrong, in the order of the texts. What makes no sense
    ///   without a server's answer (a type that it does not know, say) is not looked for.
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

    /// The schema as a YAML document that `read` gives back as it is, but for the origins.
    package static func yaml(_ schema: Schema) -> String {
        YAMLWriter.text(of: DocumentBuilder.document(schema))
    }

    /// The same as JSON.
    package static func json(_ schema: Schema) -> String {
        var document = DocumentBuilder.document(schema)
        if case .map(let entries, let isFlow) = document {
            document = .map(entries.sorted { $0.key < $1.key }, isFlow: isFlow)
        }
        return JSONWriter.text(of: document)
    }
}
