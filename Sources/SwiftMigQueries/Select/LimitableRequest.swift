/// A query of which fewer rows can be asked for, as `first` and `one` do.
public protocol LimitableRequest: Fetchable {
    /// Returns the statement for a server.
    func sql(for dialect: Dialect) -> SQL

    /// Returns at most a number of rows, or fewer if the query has a limit of its own.
    func _limited(to count: Int) -> Self
}

extension SelectStatement {
    /// Returns at most a number of rows, or fewer if the query has a limit of its own.
    public func _limited(to count: Int) -> Self { with { $0.limit = min($0.limit ?? count, count) } }
}

extension Query: LimitableRequest {}
extension Selection: LimitableRequest {}
extension FromTables1: LimitableRequest {}
extension FromTables2: LimitableRequest {}
extension FromTables3: LimitableRequest {}
extension FromTables4: LimitableRequest {}
extension FromTables5: LimitableRequest {}

extension MappedRequest: LimitableRequest where Base: LimitableRequest {
    /// Returns at most a number of rows, or fewer if the query has a limit of its own.
    public func _limited(to count: Int) -> Self { MappedRequest(base: base._limited(to: count), transform: transform) }
}
