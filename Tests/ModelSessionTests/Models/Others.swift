import SwiftMigMacros

/// A tree: each node but the root has a parent.
@Table("nodes")
struct Node: Hashable {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    @Column(.varchar(50))
    var name: String
    var parentID: UInt64?

    static let parent = belongsTo(Node.self, via: \.parentID)
    static let children = hasMany(Node.self, via: \.parentID)
}

/// Its changes are counted.
@Table("customers")
struct Customer: Hashable {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    @Column(.varchar(80))
    var name: String
    @Column(version: true)
    var version: Int
}

/// A key of two columns, in another order than that of the columns.
@Table("stock")
struct Stock: Hashable {
    @Column(.varchar(20), primaryKey: 2)
    let item: String
    @Column(primaryKey: 1)
    let shop: UInt32
    var pieces = 0
    @Column(.varchar(40))
    var shelf: String?

    static let moves = hasMany(StockMove.self, via: \.shop, \.item)
}

/// Refers to a key of two columns.
@Table("stock_moves")
struct StockMove: Hashable {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    var shop: UInt32
    @Column(.varchar(20))
    var item: String
    var pieces: Int

    static let stock = belongsTo(Stock.self, via: \.shop, \.item, onDelete: .cascade)
}

/// A column that both has a default and may be NULL, and one that the server computes.
@Table("measurements")
struct Measurement: Hashable {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    @Column(default: 20)
    var celsius: Int?
    @Column(generated: .stored("`celsius` * 9 DIV 5 + 32"))
    let fahrenheit: Int?
    @Column(.varchar(20), default: "unknown")
    var place: String?
}
