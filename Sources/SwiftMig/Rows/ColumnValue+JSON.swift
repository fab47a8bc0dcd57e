#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension SQLCell {
    /// Reads a JSON document: JSON of MySQL, or any text.
    public func json<Value: Decodable>(_: Value.Type = Value.self) throws(ValueError) -> Value {
        let document = Data(try rawBytes(Value.self))
        do {
            return try JSONDecoder().decode(Value.self, from: document)
        } catch let problem as DecodingError {
            throw error(reading: Value.self, "\(shown) is not such a document: \(problem.explanation)")
        } catch {
            throw self.error(reading: Value.self, "\(shown) is not such a document: \(error)")
        }
    }

    /// Whether the cell has the document `null`.
    var isJSONNull: Bool { content == .bytes && type.isString && bytes.elementsEqual("null".utf8) }
}

extension SQLValue {
    /// A value as the text of a JSON document, with sorted keys.
    public static func json(_ value: some Encodable) -> SQLValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return .text(String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch {
            let reason = (error as? EncodingError)?.explanation ?? "\(error)"
            return .invalid(ValueError(type: "\(type(of: value))", value: Shown.text("\(value)"), reason: reason))
        }
    }

    /// A value as the text of a JSON document, with sorted keys; NULL for nil.
    public static func json<Value: Encodable>(_ value: Value?) -> SQLValue {
        if let value { json(value) } else { .null }
    }
}

extension JSONColumn {
    /// Reads a JSON document.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self = try cell.json()
    }

    /// The text of the document.
    public var sqlValue: SQLValue { .json(self) }

    /// Returns whether the cell is NULL or has the document `null`.
    public static func isNil(_ cell: borrowing SQLCell) -> Bool { cell.isNull || cell.isJSONNull }
}

extension JSONColumn where Self: RawRepresentable, RawValue: ColumnValue {
    /// Reads a JSON document.
    public init(_ cell: borrowing SQLCell) throws(ValueError) {
        self = try cell.json()
    }

    /// The text of the document.
    public var sqlValue: SQLValue { .json(self) }

    /// Returns whether the cell is NULL or has the document `null`.
    public static func isNil(_ cell: borrowing SQLCell) -> Bool { cell.isNull || cell.isJSONNull }
}

extension DecodingError {
    /// The problem, with its place in the document.
    fileprivate var explanation: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.explanation
        case .keyNotFound(let key, let context): "there is no \((context.codingPath + [key]).text)"
        @unknown default: "\(self)"
        }
    }
}

extension DecodingError.Context {
    fileprivate var explanation: String {
        codingPath.isEmpty ? debugDescription : "\(codingPath.text): \(debugDescription)"
    }
}

extension EncodingError {
    fileprivate var explanation: String {
        switch self {
        case .invalidValue(_, let context):
            context.codingPath.isEmpty
                ? context.debugDescription : "\(context.codingPath.text): \(context.debugDescription)"
        @unknown default: "\(self)"
        }
    }
}

extension [any CodingKey] {
    fileprivate var text: String { map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".") }
}
