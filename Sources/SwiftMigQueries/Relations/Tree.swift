public import SwiftMig

/// A row, and the rows below it in a relation of a table with itself.
public struct Tree<Model: RowModel>: Sendable {
    /// The row.
    public let row: Model
    /// The rows that refer to it, each with those below it.
    public let children: [Tree]
}

extension HasMany where Model: RowModel, Model == Target {
    /// All rows below each row of a query, level by level. Each level is one statement.
    ///
    /// ```swift
    /// Node.where { $0.parentID == nil }.including(Node.children.includedTree())    // (Node, [Tree<Node>])
    /// ```
    ///
    /// - Parameters:
    ///   - depth: The number of levels; nil for all of them.
    ///   - query: Which rows are loaded, and in which order. By default, all.
    public func includedTree(
        depth: Int? = nil,
        _ query: Query<Model, Model> = Model.all
    ) -> Include<Model, [Tree<Model>]> {
        let path = path
        return Include { owners, loader in
            var loader = TreeLoader(path, query, depth, loader)
            return try await loader.trees(below: owners)
        }
    }
}

extension BelongsTo where Model: RowModel, Model == Target {
    /// All rows above each row of a query: the row that it refers to, the one that this refers to, and so on.
    ///
    /// Each level is one statement.
    public func includedAncestors() -> Include<Model, [Model]> {
        let path = path
        return Include { owners, loader in try await AncestorLoader(path, loader).ancestors(of: owners) }
    }
}

/// Loads the levels of a tree.
private struct TreeLoader<Model: RowModel> {
    private let path: RelationPath
    private let query: Query<Model, Model>
    private let depth: Int?
    private let loader: any _RelationLoader
    private let places: [Int]
    /// The rows below each key that was asked for.
    private var children: [[SQLValue]: [Model]] = [:]

    init(_ path: RelationPath, _ query: Query<Model, Model>, _ depth: Int?, _ loader: any _RelationLoader) {
        self.path = path
        self.query = query
        self.depth = depth
        self.loader = loader
        places = Model.places(of: path.ownerColumns)
    }

    mutating func trees(below owners: [Model]) async throws -> [[Tree<Model>]] {
        var level = owners.map(key)
        var remaining = depth ?? .max
        while !level.isEmpty, remaining > 0 {
            // A row that is below itself is not asked for again.
            let asked = level.filter { children[$0] == nil }
            for key in asked { children[key] = [] }
            let rows = try await path.rows(query, keys: asked, by: loader)
            for row in rows { children[row.key, default: []].append(row.row) }
            level = rows.map { key($0.row) }
            remaining -= 1
        }
        return try owners.map { try trees(below: $0, within: [key($0)], depth ?? .max) }
    }

    private func trees(below row: Model, within path: Set<[SQLValue]>, _ depth: Int) throws -> [Tree<Model>] {
        if depth <= 0 { return [] }
        return try (children[key(row)] ?? []).map { child in
            let key = key(child)
            // A row that is below itself ends the branch, because there is no end otherwise.
            if path.contains(key) { return Tree(row: child, children: []) }
            return Tree(row: child, children: try trees(below: child, within: path.union([key]), depth - 1))
        }
    }

    private func key(_ row: Model) -> [SQLValue] {
        let values = row.rowValues
        return places.map { values[$0] }
    }
}

/// Loads the rows above others.
private struct AncestorLoader<Model: RowModel> {
    private let path: RelationPath
    private let loader: any _RelationLoader

    init(_ path: RelationPath, _ loader: any _RelationLoader) {
        self.path = path
        self.loader = loader
    }

    func ancestors(of owners: [Model]) async throws -> [[Model]] {
        let (own, referring) = (Model.places(of: path.targetColumns), Model.places(of: path.ownerColumns))
        func key(_ row: Model, _ places: [Int]) -> [SQLValue] {
            let values = row.rowValues
            return places.map { values[$0] }
        }
        var above: [[SQLValue]: Model] = [:]
        var level = owners.map { key($0, referring) }
        while !level.isEmpty {
            let rows = try await path.rows(Model.all, keys: level.filter { above[$0] == nil }, by: loader)
            for row in rows { above[row.key] = row.row }
            level = rows.map { key($0.row, referring) }
        }
        return owners.map { owner in
            var ancestors: [Model] = []
            var seen: Set<[SQLValue]> = [key(owner, own)]
            var next = above[key(owner, referring)]
            while let row = next, seen.insert(key(row, own)).inserted {
                ancestors.append(row)
                next = above[key(row, referring)]
            }
            return ancestors
        }
    }
}
