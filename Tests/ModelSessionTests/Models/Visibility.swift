public import Foundation
public import SwiftMigMacros

/// Private columns, a property that is not a column, an observer, and a type with a value by its own default.
@Table("accounts")
public struct Account: Hashable {
    /// The number.
    @Column(primaryKey: true, autoIncrement: true)
    public let id: UInt64
    /// The name.
    @Column(.varchar(20))
    public var name: String { didSet { changes.append(name) } }
    /// When the account was opened.
    public var openedAt: Date = Self.epoch
    var limit = 10
    private var settings: Settings?
    private var level: Level?
    @Transient private var changes: [String] = []

    private struct Settings: JSONColumn, Hashable { var isDark = false }

    private enum Level: String, ColumnEnum { case low, high }

    static let epoch = Date(timeIntervalSince1970: 0)

    var history: [String] { changes }

    /// What another file of the module cannot name.
    static func restricted() -> New {
        var new = New(name: "ann", limit: 5)
        new.name += "a"
        return new
    }
}
