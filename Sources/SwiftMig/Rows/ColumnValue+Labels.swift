/// A label of an ENUM or a SET: a `String`, or a case of a ``ColumnEnum``.
public protocol ColumnLabel: Sendable {
    /// Creates a value from its label; nil if there is none.
    init?(columnLabel: String)

    /// The label.
    var columnLabel: String { get }

    /// The labels that values can have; nil if they can have any.
    static var columnLabels: [String]? { get }
}

extension String: ColumnLabel {
    /// The label itself.
    public init(columnLabel: String) {
        self = columnLabel
    }

    /// The text itself.
    public var columnLabel: String { self }

    /// Nil, because a text can be any label.
    public static var columnLabels: [String]? { nil }
}

extension ColumnEnum {
    /// Creates a case from its raw value.
    public init?(columnLabel: String) {
        self.init(rawValue: columnLabel)
    }

    /// The raw value.
    public var columnLabel: String { rawValue }

    /// The raw values, in the order of the cases.
    public static var columnLabels: [String]? { allCases.map(\.rawValue) }

    /// Reads an ENUM, or another text.
    ///
    /// - Throws: ``ValueError`` also for a label that is not a case.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self = try Self.column(label: try cell.text(Self.self), of: cell, as: Self.self)
    }

    /// The label.
    public var sqlValue: SQLValue { .text(rawValue) }
}

extension ColumnLabel {
    fileprivate static func column(
        label: String,
        of cell: borrowing SQLCell,
        as type: Any.Type
    ) throws(ValueError) -> Self {
        if let value = Self(columnLabel: label) { return value }
        let labels = columnLabels ?? []
        let cases = labels.prefix(20).joined(separator: ", ") + (labels.count > 20 ? ", …" : "")
        throw cell.error(reading: type, "\(Shown.text(label)) is none of the cases of \(Self.self): \(cases)")
    }
}

extension Set: ColumnConvertible where Element: ColumnEnum {
    /// A SET of the raw values, in the order of the cases.
    public static var columnType: ColumnType { .set(Element.allCases.map(\.rawValue)) }
}

extension Set: ColumnValue where Element: ColumnLabel {
    /// Reads a SET.
    ///
    /// - Throws: ``ValueError`` also for a label that is not a case of a ``ColumnEnum``.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self = []
        for label in try cell.text(Self.self).split(separator: ",") {
            insert(try Element.column(label: String(label), of: cell, as: Self.self))
        }
    }

    /// The labels, separated by commas.
    ///
    /// The cases of a ``ColumnEnum`` are in their order, as a server writes them, so that `=` finds an equal SET. Texts
    /// are sorted, because their order in the column is not known.
    public var sqlValue: SQLValue {
        let unsorted = Set<String>(map(\.columnLabel))
        let labels = Element.columnLabels.map { $0.filter(unsorted.contains) } ?? unsorted.sorted()
        if labels.contains(where: { $0.isEmpty || $0.contains(",") }) {
            let reason = "a label of a SET has no comma and is not empty"
            return .invalid(ValueError(type: "\(Self.self)", value: Shown.text("\(labels)"), reason: reason))
        }
        return .text(labels.joined(separator: ","))
    }
}
