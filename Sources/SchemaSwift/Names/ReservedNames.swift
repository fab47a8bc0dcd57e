/// Names that would hide what the models, or what their macros write, need.
enum ReservedNames {
    /// Types of Swift and of the library.
    static let types: Set<String> = [
        "Any", "AnyObject", "Array", "Bool", "Codable", "Character", "Data", "Date", "Decimal", "Decodable",
        "Dictionary",
        "Double", "Duration", "Encodable", "Equatable", "Error", "Float", "Foundation", "Hashable", "Identifiable",
        "Int",
        "Int16", "Int32", "Int64", "Int8", "KeyPath", "Never", "Optional", "PartialKeyPath", "Protocol", "Result",
        "Self",
        "Sendable", "Sequence", "Set", "String", "Swift", "Task", "Type", "UInt", "UInt16", "UInt32", "UInt64", "UInt8",
        "UUID", "Void",
        "BelongsTo", "Check", "Column", "ColumnConvertible", "ColumnEnum", "ColumnReference", "ColumnType", "Columns",
        "DatabaseDefaults", "DefaultValue", "Event", "ForeignKey", "ForeignKeyRule", "Generated", "HasMany", "HasOne",
        "Index", "IndexPart", "IndexPartConvertible", "JSONColumn", "ManyToMany", "Metadata", "MetadataBuilder",
        "MetadataElement", "MetadataError", "NamingConvention", "Nullability", "NumberSequence", "OptionList", "Period",
        "PrimaryKey", "Reference", "Relation", "RelationPart", "Routine", "SQLSecurity", "Schema", "SchemaProvider",
        "Source", "SwiftMig", "SwiftMigMacros", "SystemVersioning", "Table", "TableBuilder", "TableElement",
        "TableModel",
        "TableName", "TableOptions", "Trigger", "UpdateValue", "View",
    ]

    /// Statics of a model that no relation may be named as.
    static let statics: Set<String> = [
        "belongsTo", "columnName", "columns", "elements", "hasMany", "hasOne", "init", "manyToMany", "relations",
        "self",
        "table", "tableName",
    ]

    /// What a property cannot be named, even in backquotes, because a key path says something else then.
    static let properties: Set<String> = ["self", "init", "Type", "Protocol"]

    /// What a case of a column's enumeration cannot be named.
    static let cases: Set<String> = [
        "self", "init", "Type", "Protocol", "allCases", "columnType", "isNullable", "rawValue",
    ]
}
