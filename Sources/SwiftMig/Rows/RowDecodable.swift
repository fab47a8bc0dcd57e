/// A Swift type that is read from a row.
///
/// ```swift
/// struct NameAndAge: RowDecodable {
///     var name: String
///     var age: Int?
///     init(row: inout RowReader) throws(ValueError) {
///         name = try row.next()
///         age = try row.next()
///     }
/// }
/// ```
public protocol RowDecodable {
    /// Reads a row. The cells come in the order of the statement's columns.
    init(row: inout RowReader) throws(ValueError)
}
