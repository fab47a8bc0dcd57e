/// A relation between the rows of two tables. It brings the foreign keys that it needs.
///
/// Relations are statics of the model:
///
/// ```swift
/// static let team = belongsTo(Team.self, via: \.teamID, onDelete: .setNull)
/// static let profile = hasOne(Profile.self, via: \.userID)
/// static let tags = manyToMany(Tag.self, through: UserTag.self, from: \.userID, to: \.tagID)
/// ```
///
/// The two sides of a relation may both be declared: a key that both bring is one key.
public protocol Relation: Sendable {
    /// What the relation adds to tables.
    var parts: [RelationPart] { get }
}

/// What a relation adds to a table.
public struct RelationPart: Hashable, Sendable {
    /// The table that gets the key.
    public var table: String
    /// The foreign key.
    public var foreignKey: ForeignKey
    /// Whether no two rows may refer to the same one.
    public var isUnique = false
    /// A table that only the relation knows.
    public var joinTable: Table?
}

/// Many rows of `Model` refer to one of `Target`.
public struct BelongsTo<Model: TableModel, Target: TableModel>: Relation {
    /// The foreign key of `Model`.
    public let foreignKey: ForeignKey

    /// The key, in the table of `Model`.
    public var parts: [RelationPart] { [RelationPart(table: Model.tableName, foreignKey: foreignKey)] }
}

/// At most one row of `Target` refers to each of `Model`.
public struct HasOne<Model: TableModel, Target: TableModel>: Relation {
    /// The foreign key of `Target`.
    public let foreignKey: ForeignKey

    /// The key and its unique index, in the table of `Target`.
    public var parts: [RelationPart] {
        [RelationPart(table: Target.tableName, foreignKey: foreignKey, isUnique: true)]
    }
}

/// Any number of rows of `Target` refer to each of `Model`.
public struct HasMany<Model: TableModel, Target: TableModel>: Relation {
    /// The foreign key of `Target`.
    public let foreignKey: ForeignKey

    /// The key, in the table of `Target`.
    public var parts: [RelationPart] { [RelationPart(table: Target.tableName, foreignKey: foreignKey)] }
}

/// Any number of rows of `Target` belong to each of `Model`, and the other way round, through a table between the two.
public struct ManyToMany<Model: TableModel, Target: TableModel>: Relation {
    /// The table between the two.
    public let through: String
    /// Its foreign keys: to `Model`, and to `Target`.
    public let foreignKeys: (model: ForeignKey, target: ForeignKey)
    private let joinTable: Table?

    init(_ model: ForeignKey, _ target: ForeignKey, through: String, joinTable: Table? = nil) {
        foreignKeys = (model, target)
        self.through = through
        self.joinTable = joinTable
    }

    /// The keys, and the table where no model declares it.
    public var parts: [RelationPart] {
        [
            RelationPart(table: through, foreignKey: foreignKeys.model, joinTable: joinTable),
            RelationPart(table: through, foreignKey: foreignKeys.target, joinTable: joinTable),
        ]
    }
}

// MARK: Declaring them

extension TableModel {
    /// Many rows of this model refer to one of `Target`: gives this model's table a foreign key to the primary key there.
    ///
    /// The key paths lead to the properties that hold the target's primary key, as many as it has columns. A key without a
    /// `name` gets one by the metadata's ``NamingConvention``.
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

    /// As above, for rows that may refer to none.
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

    /// At most one row of `Target` refers to each of this model: gives the target's table a foreign key to the primary
    /// key here, and a unique index over it.
    ///
    /// The key paths lead to the target's properties that hold this model's primary key, as many as it has columns.
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

    /// As above, for rows that may refer to none.
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

    /// Any number of rows of `Target` refer to each of this model: gives the target's table a foreign key to the primary
    /// key here.
    ///
    /// The key paths lead to the target's properties that hold this model's primary key, as many as it has columns.
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

    /// As above, for rows that may refer to none.
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

    /// Any number of rows of `Target` belong to each of this model and the other way round: gives the model between the
    /// two its foreign keys. They delete rows of the join table together with those that they join.
    ///
    /// `from` is the property of `Through` that holds this model's primary key, and `to` the one that holds the target's.
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

    /// As above, through a table that no model declares: it has the two keys and nothing more, and both together are its
    /// primary key.
    ///
    /// `from` is the name of the column that holds this model's primary key, and `to` of the one that holds the target's.
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
    /// A column that can hold what this one holds, as a part of the primary key of a join table.
    fileprivate func asKey(named name: String, _ source: Source) -> Column {
        var column = Column(name, type, file: source.file, line: source.line).primaryKey()
        column.charset = charset
        column.collation = collation
        return column
    }
}
