/// A relation between the rows of two tables. It adds the foreign keys that it needs.
///
/// Relations are static properties of the model:
///
/// ```swift
/// static let team = belongsTo(Team.self, via: \.teamID, onDelete: .setNull)
/// static let profile = hasOne(Profile.self, via: \.userID)
/// static let tags = manyToMany(Tag.self, through: UserTag.self, from: \.userID, to: \.tagID)
/// ```
///
/// Both sides of a relation may be declared. If both add the same key, the table gets it once.
public protocol Relation: Sendable {
    /// The parts that the relation adds to tables.
    var parts: [RelationPart] { get }
}

/// The part of a relation that is added to one table.
public struct RelationPart: Hashable, Sendable {
    /// The table that gets the key.
    public var table: String
    /// The foreign key.
    public var foreignKey: ForeignKey
    /// Whether at most one row may refer to each target row.
    public var isUnique = false
    /// A join table that no model declares.
    public var joinTable: Table?
}

/// A relation in which many rows of `Model` refer to one row of `Target`.
public struct BelongsTo<Model: TableModel, Target: TableModel>: Relation {
    /// The foreign key of `Model`.
    public let foreignKey: ForeignKey

    /// The key, in the table of `Model`.
    public var parts: [RelationPart] { [RelationPart(table: Model.tableName, foreignKey: foreignKey)] }
}

/// A relation in which at most one row of `Target` refers to each row of `Model`.
public struct HasOne<Model: TableModel, Target: TableModel>: Relation {
    /// The foreign key of `Target`.
    public let foreignKey: ForeignKey

    /// The key and its unique index, in the table of `Target`.
    public var parts: [RelationPart] {
        [RelationPart(table: Target.tableName, foreignKey: foreignKey, isUnique: true)]
    }
}

/// A relation in which any number of rows of `Target` refer to each row of `Model`.
public struct HasMany<Model: TableModel, Target: TableModel>: Relation {
    /// The foreign key of `Target`.
    public let foreignKey: ForeignKey

    /// The key, in the table of `Target`.
    public var parts: [RelationPart] { [RelationPart(table: Target.tableName, foreignKey: foreignKey)] }
}

/// A relation in which rows of `Model` and `Target` belong to any number of rows of the other, through a join table.
public struct ManyToMany<Model: TableModel, Target: TableModel>: Relation {
    /// The name of the join table.
    public let through: String
    /// The join table's foreign keys to `Model` and `Target`.
    public let foreignKeys: (model: ForeignKey, target: ForeignKey)
    private let joinTable: Table?

    init(_ model: ForeignKey, _ target: ForeignKey, through: String, joinTable: Table? = nil) {
        foreignKeys = (model, target)
        self.through = through
        self.joinTable = joinTable
    }

    /// The keys, and the join table if no model declares it.
    public var parts: [RelationPart] {
        [
            RelationPart(table: through, foreignKey: foreignKeys.model, joinTable: joinTable),
            RelationPart(table: through, foreignKey: foreignKeys.target, joinTable: joinTable),
        ]
    }
}

// MARK: Declaring relations

extension TableModel {
    /// Declares that many rows of this model refer to one row of `Target`. This model's table gets a foreign key to the
    /// target's primary key.
    ///
    /// The key paths are the properties that hold the target's primary key, one for each of its columns. A key without
    /// a `name` is named by the metadata's ``NamingConvention``.
    public static func belongsTo<Target: TableModel, each Value>(
        _: Target.Type,
        via keyPaths: repeat KeyPath<Self, each Value>,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil,
        name: String? = nil,
        file: String = #filePath,
        line: Int = #line
    ) -> BelongsTo<Self, Target> where Target.PrimaryKey == (repeat each Value) {
        var columns: [String] = []
        for keyPath in repeat each keyPaths { columns.append(columnNameOrPath(of: keyPath)) }
        let source = Source(file: file, line: line)
        return BelongsTo(foreignKey: key(columns, to: Target.self, onDelete, onUpdate, source, name: name))
    }

    /// Declares that many rows of this model may refer to one row of `Target`. The columns of the foreign key may hold
    /// NULL.
    public static func belongsTo<Target: TableModel, each Value>(
        _: Target.Type,
        via keyPaths: repeat KeyPath<Self, (each Value)?>,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil,
        name: String? = nil,
        file: String = #filePath,
        line: Int = #line
    ) -> BelongsTo<Self, Target> where Target.PrimaryKey == (repeat each Value) {
        var columns: [String] = []
        for keyPath in repeat each keyPaths { columns.append(columnNameOrPath(of: keyPath)) }
        let source = Source(file: file, line: line)
        return BelongsTo(foreignKey: key(columns, to: Target.self, onDelete, onUpdate, source, name: name))
    }

    /// Declares that at most one row of `Target` refers to each row of this model. The target's table gets a foreign
    /// key to this model's primary key, and a unique index on it.
    ///
    /// The key paths are the target's properties that hold this model's primary key, one for each of its columns.
    public static func hasOne<Target: TableModel, each Value>(
        _: Target.Type,
        via keyPaths: repeat KeyPath<Target, each Value>,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil,
        file: String = #filePath,
        line: Int = #line
    ) -> HasOne<Self, Target> where PrimaryKey == (repeat each Value) {
        var columns: [String] = []
        for keyPath in repeat each keyPaths { columns.append(Target.columnNameOrPath(of: keyPath)) }
        return HasOne(foreignKey: key(columns, to: Self.self, onDelete, onUpdate, Source(file: file, line: line)))
    }

    /// Declares that at most one row of `Target` refers to each row of this model. The columns of the foreign key may
    /// hold NULL.
    public static func hasOne<Target: TableModel, each Value>(
        _: Target.Type,
        via keyPaths: repeat KeyPath<Target, (each Value)?>,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil,
        file: String = #filePath,
        line: Int = #line
    ) -> HasOne<Self, Target> where PrimaryKey == (repeat each Value) {
        var columns: [String] = []
        for keyPath in repeat each keyPaths { columns.append(Target.columnNameOrPath(of: keyPath)) }
        return HasOne(foreignKey: key(columns, to: Self.self, onDelete, onUpdate, Source(file: file, line: line)))
    }

    /// Declares that any number of rows of `Target` refer to each row of this model. The target's table gets a foreign
    /// key to this model's primary key.
    ///
    /// The key paths are the target's properties that hold this model's primary key, one for each of its columns.
    public static func hasMany<Target: TableModel, each Value>(
        _: Target.Type,
        via keyPaths: repeat KeyPath<Target, each Value>,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil,
        file: String = #filePath,
        line: Int = #line
    ) -> HasMany<Self, Target> where PrimaryKey == (repeat each Value) {
        var columns: [String] = []
        for keyPath in repeat each keyPaths { columns.append(Target.columnNameOrPath(of: keyPath)) }
        return HasMany(foreignKey: key(columns, to: Self.self, onDelete, onUpdate, Source(file: file, line: line)))
    }

    /// Declares that any number of rows of `Target` may refer to each row of this model. The columns of the foreign key
    /// may hold NULL.
    public static func hasMany<Target: TableModel, each Value>(
        _: Target.Type,
        via keyPaths: repeat KeyPath<Target, (each Value)?>,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil,
        file: String = #filePath,
        line: Int = #line
    ) -> HasMany<Self, Target> where PrimaryKey == (repeat each Value) {
        var columns: [String] = []
        for keyPath in repeat each keyPaths { columns.append(Target.columnNameOrPath(of: keyPath)) }
        return HasMany(foreignKey: key(columns, to: Self.self, onDelete, onUpdate, Source(file: file, line: line)))
    }

    /// Declares that rows of this model and of `Target` belong to any number of rows of the other, through the model of
    /// a join table, which gets the foreign keys. By default, rows of the join table are deleted together with the rows
    /// that they join.
    ///
    /// `from` is the property of `Through` that holds this model's primary key, and `to` the one that holds the
    /// target's.
    public static func manyToMany<Target: TableModel, Through: TableModel>(
        _: Target.Type,
        through _: Through.Type,
        from own: KeyPath<Through, PrimaryKey>,
        to other: KeyPath<Through, Target.PrimaryKey>,
        onDelete: ForeignKeyRule? = .cascade,
        file: String = #filePath,
        line: Int = #line
    ) -> ManyToMany<Self, Target> {
        let source = Source(file: file, line: line)
        return ManyToMany(
            key([Through.columnNameOrPath(of: own)], to: Self.self, onDelete, nil, source),
            key([Through.columnNameOrPath(of: other)], to: Target.self, onDelete, nil, source),
            through: Through.tableName
        )
    }

    /// Declares that rows of this model and of `Target` belong to any number of rows of the other, through a join table
    /// that no model declares. It consists of the two keys, which together are its primary key.
    ///
    /// `from` is the name of the column that holds this model's primary key, and `to` that of the one that holds the
    /// target's.
    public static func manyToMany<Target: TableModel>(
        _: Target.Type,
        through table: String,
        from own: String,
        to other: String,
        onDelete: ForeignKeyRule? = .cascade,
        file: String = #filePath,
        line: Int = #line
    ) -> ManyToMany<Self, Target> {
        let source = Source(file: file, line: line)
        let keys = [(own, Self.table.keyColumns), (other, Target.table.keyColumns)]
        let columns = keys.flatMap { name, keyColumns in keyColumns.map { $0.asKey(named: name, source) } }
        return ManyToMany(
            key([own], to: Self.self, onDelete, nil, source),
            key([other], to: Target.self, onDelete, nil, source),
            through: table,
            joinTable: Table(table, elements: columns.map(TableElement.column), file: file, line: line)
        )
    }

    private static func key<Target: TableModel>(
        _ columns: [String],
        to _: Target.Type,
        _ onDelete: ForeignKeyRule?,
        _ onUpdate: ForeignKeyRule?,
        _ source: Source,
        name: String? = nil
    ) -> ForeignKey {
        ForeignKey(
            columns,
            references: TableName(Target.tableName),
            onDelete: onDelete,
            onUpdate: onUpdate,
            name: name,
            file: source.file,
            line: source.line
        )
    }
}

extension Column {
    /// A column for the same values as this one, as part of the primary key of a join table.
    fileprivate func asKey(named name: String, _ source: Source) -> Column {
        var column = Column(name, type, file: source.file, line: source.line).primaryKey()
        column.charset = charset
        column.collation = collation
        return column
    }
}
