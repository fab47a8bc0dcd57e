internal import DiagnosticModel
internal import SchemaModel
internal import YAMLDocument

/// Reads several documents into one schema.
struct DocumentReader {
    let problems: ProblemList
    private(set) var schema = Schema()
    /// Maps each table name to its key in the first document that declares it.
    private var tablePlaces: [String: SourceLocation] = [:]
    private let types = ColumnTypeCache()

    private static let keys =
        ["swiftmig", "database", "defaults", "naming", "tables"] + StoredObject.Kind.allCases.map(\.plural)

    init(problems: ProblemList) {
        self.problems = problems
    }

    mutating func read(_ text: String, file: String) {
        let root: YAMLNode
        do {
            root = try YAMLNode.read(text, file: file)
        } catch {
            problems.add(.yaml(error), at: error.location)
            return
        }
        guard let document = Fields(root, .document, key: "", known: Self.keys, problems) else { return }
        if let version = document["swiftmig"], version.int != SchemaDocument.version {
            problems.add(.unsupportedVersion(version.string ?? version.kind), at: version.location)
        }
        readDatabase(document)
        readDefaults(document)
        let naming = document["naming"].flatMap {
            Fields($0, .naming, key: "naming", known: NamePatterns.keys, problems)
        }
        readTables(document, naming: naming.map(NamePatterns.init) ?? NamePatterns())
        for kind in StoredObject.Kind.allCases { readObjects(kind, document) }
    }

    private mutating func readObjects(_ kind: StoredObject.Kind, _ document: Fields) {
        // An empty list counts as an empty mapping.
        guard let node = document[kind.plural], node.sequence?.isEmpty != true,
            let entries = Fields(node, .document, key: kind.plural, known: nil, problems)
        else { return }
        let reader = ObjectReader(problems: problems)
        for entry in entries.all {
            if let object = reader.read(kind, entry) { schema.objects.append(object) }
        }
    }

    private mutating func readDefaults(_ document: Fields) {
        let known = ["engine", "charset", "collation", "row_format"]
        guard let node = document["defaults"],
            let fields = Fields(node, .defaults, key: "defaults", known: known, problems)
        else { return }
        merge(fields, "engine", &schema.defaults.engine)
        merge(fields, "charset", &schema.defaults.charset)
        merge(fields, "collation", &schema.defaults.collation)
        fields.checkCollation(charset: schema.defaults.charset, collation: schema.defaults.collation)
        merge(fields, "row_format", &schema.defaults.rowFormat)
    }

    private mutating func readDatabase(_ document: Fields) {
        guard let node = document["database"],
            let fields = Fields(node, .database, key: "database", known: ["charset", "collation"], problems)
        else { return }
        var database = schema.database ?? DatabaseDefaults()
        merge(fields, "charset", &database.charset)
        merge(fields, "collation", &database.collation)
        fields.checkCollation(charset: database.charset, collation: database.collation)
        schema.database = database
    }

    /// Reads a schema-wide setting, which several documents may repeat.
    private func merge(_ fields: Fields, _ key: String, _ value: inout String?) {
        guard let text = fields.text(key) else { return }
        if let first = value, first != text {
            problems.add(.conflictingDefault(key, first: first, second: text), at: fields[key]?.location)
        }
        value = text
    }

    private mutating func readTables(_ document: Fields, naming: NamePatterns) {
        guard let node = document["tables"] else { return }
        guard let tables = Fields(node, .document, key: "tables", known: nil, problems) else { return }
        for entry in tables.all {
            if let first = tablePlaces.updateValue(entry.keyLocation, forKey: entry.key) {
                problems.add(.duplicate(.table(entry.key), first: first), at: entry.keyLocation)
                tablePlaces[entry.key] = first
            }
            let reader = TableReader(
                name: entry.key,
                location: entry.keyLocation,
                defaults: schema.defaults,
                naming: naming,
                types: types,
                problems: problems
            )
            if let table = reader.read(entry.value) { schema.tables.append(table) }
        }
    }
}

extension YAMLError {
    var location: SourceLocation {
        switch self {
        case .syntax(_, let location, _), .duplicateKey(_, let location, _), .keyIsNotText(let location),
            .unsupported(_, let location), .severalDocuments(let location):
            location
        }
    }
}
