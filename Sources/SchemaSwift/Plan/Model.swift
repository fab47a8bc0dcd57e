internal import SchemaModel

/// A table and the struct generated for it.
struct Model {
    let table: Table
    /// The struct's name.
    let typeName: String
    /// The words of the struct's name, for naming relations.
    let words: [String]
    /// One property for each column, in order.
    let properties: [Property]
    /// The names of all structs of the schema.
    let modelNames: Set<String>
    /// Where each foreign key of the table is declared, in their order.
    var keyPlaces: [KeyPlace] = []
    /// The static members for relations, in order.
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

    /// The properties of the primary key in order; nil if properties alone cannot declare it.
    var keyProperties: [Property]? {
        guard let key = table.primaryKey, key.comment.isEmpty, key.algorithm == nil else { return nil }
        let properties = key.parts.compactMap { part in
            part.prefixLength == nil && !part.isDescending ? part.columnName.flatMap(property(ofColumn:)) : nil
        }
        return properties.count == key.parts.count ? properties : nil
    }

    /// Returns whether the primary key or an index guarantees distinct values in these columns, in this order.
    func isUnique(over columns: [String]) -> Bool {
        let parts = columns.map { IndexPart(column: $0) }
        return table.primaryKey?.parts == parts
            || table.indexes.contains { $0.kind == .unique && $0.parts == parts }
    }
}

/// A column and the property generated for it.
struct Property {
    let column: Column
    /// The name without backquotes.
    let name: String
    let type: SwiftType
    /// The nested enumeration for an ENUM.
    let enumeration: Enumeration?

    /// The type as written.
    var spelledType: String { (enumeration?.name ?? type.name) + (column.isNullable ? "?" : "") }

    /// Returns whether a foreign key can link the two properties. Enumerations of two structs always differ in type.
    func holdsTheSame(as other: Property) -> Bool {
        enumeration == nil && other.enumeration == nil && type.name == other.type.name
    }
}

/// An ENUM as a Swift enumeration.
struct Enumeration {
    struct Case {
        /// The name without backquotes.
        var name: String
        var label: String
    }

    var name: String
    var cases: [Case]

    /// - Parameter name: The name of the type.
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

/// Where a foreign key is declared.
enum KeyPlace {
    /// In a `belongsTo`.
    case relation
    /// At its column, as a key path to a property of the type.
    case reference(type: String, property: String)
    /// Among the elements.
    case element
}

/// A static member that declares a relation.
struct RelationStatic {
    var name: String
    var value: Code
}
