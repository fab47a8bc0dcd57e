internal import SwiftMig

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

enum UUIDBytes {
    /// A UUID that was sent as text, as bytes.
    static func value(_ cell: borrowing SQLCell) throws(ValueError) -> SQLValue { try UUID(cell).sqlValue }
}
