internal import CMariaDB
internal import SwiftMig

extension ResultColumns {
    convenience init(_ fields: UnsafeBufferPointer<MYSQL_FIELD>) {
        self.init(
            fields.map { field in
                Column(
                    name: String(field.name),
                    originalName: String(field.org_name),
                    table: String(field.table),
                    originalTable: String(field.org_table),
                    type: WireType(number: field.type.rawValue),
                    isUnsigned: field.isUnsigned,
                    isBinary: field.isBinary,
                    length: Int(field.length),
                    decimals: Int(field.decimals)
                )
            }
        )
    }

    /// Whether the fields of another execution can be read as these columns.
    func areStill(_ fields: UnsafeBufferPointer<MYSQL_FIELD>) -> Bool {
        guard fields.count == columns.count else { return false }
        for index in fields.indices {
            let (field, column) = (fields[index], columns[index])
            guard WireType(number: field.type.rawValue) == column.type, field.isUnsigned == column.isUnsigned,
                field.isBinary == column.isBinary, Int(field.decimals) == column.decimals,
                field.name.isText(column.name, length: Int(field.name_length))
            else { return false }
        }
        return true
    }
}

extension MYSQL_FIELD {
    /// The number of the character set `binary`.
    private static let binaryCharset: UInt32 = 63

    fileprivate var isUnsigned: Bool { flags & UInt32(UNSIGNED_FLAG) != 0 }
    fileprivate var isBinary: Bool { charsetnr == Self.binaryCharset }
}

extension UnsafeMutablePointer<CChar>? {
    /// Whether the bytes are those of the text.
    fileprivate func isText(_ text: String, length: Int) -> Bool {
        guard text.utf8.count == length else { return false }
        let bytes = UnsafeRawBufferPointer(start: self, count: length)
        return text.utf8.elementsEqual(bytes)
    }
}

extension String {
    fileprivate init(_ text: UnsafeMutablePointer<CChar>?) {
        self = text.map { String(cString: $0) } ?? ""
    }
}
