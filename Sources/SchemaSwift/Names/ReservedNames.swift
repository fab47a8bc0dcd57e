/// Names that would shadow what the models or the code of their macros need.
enum ReservedNames {
    /// Types from Swift and the library.
    static let types: Set<String> = [
        "Any", "AnyObject", "Array", "Bool", "Codable", "Character", "Data", "Date", "Decimal", "Decodable",
        "Dictionary",
        "Double", "Duration", "Encodable", "Equatable", "Error", "Float", "Foundation", "Hashable", "Identifiable",
        "Int",
        "Int16", "Int32", "Int64", "Int8", "KeyPath", "Never", "Optional", "PartialKeyPath", "Protocol", "Result",
        "Self",
        "Sendable", "Sequence", "Set", "String", "Swift", "Task", "Type", "UInt", "UInt16", "UInt32", "UInt64", "UInt8",
        "UUID", "Void",
        "BelongsTo", "CalendarDate", "Check", "Column", "ColumnArrayElement", "ColumnConvertible", "ColumnEnum",
        "ColumnLabel", "ColumnReference", "ColumnType", "ColumnValue", "Columns", "DatabaseDefaults", "DefaultValue",
        "Event", "ForeignKey", "ForeignKeyRule", "Generated", "HasMany", "HasOne", "Index", "IndexPart",
        "IndexPartConvertible", "JSONColumn", "ManyToMany", "Metadata", "MetadataBuilder", "MetadataElement",
        "MetadataError", "NamingConvention", "Nullability", "NumberSequence", "OptionList", "Period", "PrimaryKey",
        "Reference", "Relation", "RelationPart", "ResultColumns", "Routine", "RowReader", "SQLCell", "SQLDateTime",
        "SQLSecurity", "SQLTime", "SQLValue", "Schema", "SchemaProvider", "Source", "SwiftMig", "SwiftMigMacros",
        "SystemVersioning", "Table", "TableBuilder", "TableElement", "TableModel", "TableName", "TableOptions",
        "Trigger", "UpdateValue", "ValueError", "View", "WireType",
    ]

    /// Static members of a model whose names a relation cannot have.
    static let statics: Set<String> = [
        "belongsTo", "columnName", "columns", "elements", "hasMany", "hasOne", "init", "manyToMany", "relations",
        "self",
        "table", "tableName",
    ]

    /// Names that a property cannot have even in backquotes, because they mean something else in a key path.
    static let properties: Set<String> = ["self", "init", "Type", "Protocol"]

    /// Names that a case of a column's enumeration cannot have.
    static let cases: Set<String> = [
        "self", "init", "Type", "Protocol", "allCases", "columnLabel", "columnLabels", "columnType", "isNil",
        "isNullable", "rawValue", "sqlValue",
    ]
}
