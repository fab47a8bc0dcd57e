internal import SchemaModel

/// A table as the struct that it becomes.
struct Model {
    let table: Table
    /// The struct's name.
    let typeName: String
    /// The words of the struct's name, for relations that are named after it.
    let words: [String]
    /// One for each column, in their order.
    let properties: [Property]
    /// The structs of the whole schema.
    let modelNames: Set<String>
    /// What stands in the struct for each foreign key of the table, in their order.
    var keyPlaces: [KeyPlace] = []
    /// The statics, in their order.
    var relations: [RelationStatic] = []

    init(table: Table, typeName: String, words: [String], properties: [Property], modelNames: Set<String>) {
        self.table = table
        self.typeName = typeName
        self.words = words
        self.properties = properties
        self.modelNames = modelNames
    }

    func property(ofColumn name: String) -> Property? {
        table.columnIndex(named: name).map { properties[$0] }
    }

    /// The properties of the primary key in its order; nil where the columns alone cannot say it.
    var keyProperties: [Property]? {
        guard let key = table.primaryKey, key.comment.isEmpty, key.algorithm == nil else { return nil }
        let properties = key.parts.compactMap { part in
            part.prefixLength == nil && !part.isDescending ? part.columnName.flatMap(property(ofColumn:)) : nil
        }
        return properties.count == key.parts.count ? properties : nil
    }

    /// Whether the index or the primary key allows no two rows with the same values in these columns, in this order.
    func isUnique(over columns: [String]) -> Bool {
        let parts = columns.map { IndexPart(column: $0) }
        return table.primaryKey?.parts == parts
            || table.indexes.contains { $0.kind == .unique && $0.parts == parts }
    }
}

/// A column as the property that it becomes.
struct Property {
    let column: Column
    /// Without backquotes.
    let name: String
    let type: SwiftType
    /// The enumeration in the struct that stands for an ENUM.
    let enumeration: Enumeration?

    /// The type as it is written.
    var spelledType: String { (enumeration?.name ?? type.name) + (column.isNullable ? "?" : "") }

    /// Whether a foreign key between the two is one between values of the same type. Enumerations of two structs never are.
    func holdsTheSame(as other: Property) -> Bool {
        enumeration == nil && other.enumeration == nil && type.name == other.type.name
    }
}

/// An ENUM as a Swift enumeration.
struct Enumeration {
    struct Case {
        /// Without backquotes.
        var name: String
        var label: String
    }

    var name: String
    var cases: [Case]

    /// - Parameter name: the name of the type.
    init(name: String, labels: [String]) {
        self.name = name
        var taken = ReservedNames.cases
        cases = labels.enumerated().map { index, label in
            let words = SwiftName.words(label)
            let fallback = label.isEmpty ? "empty" : "value\(index + 1)"
            let member = SwiftName.member(words) ?? fallback
            let isReserved = ReservedNames.cases.contains(member)
            let name = SwiftName.free([isReserved ? member + "Value" : member]) { taken.contains($0) }
            taken.insert(name)
            return Case(name: name, label: label)
        }
    }
}

/// Where a foreign key is said.
enum KeyPlace {
    /// By a `belongsTo`.
    case relation
    /// At its column, as a key path to a property of the type.
    case reference(type: String, property: String)
    /// Among the elements.
    case element
}

/// A relation: a static of the struct.
struct RelationStatic {
    var name: String
    var value: Code
}
