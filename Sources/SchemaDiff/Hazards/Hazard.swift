/// A risk of a change and its reason.
package struct Hazard: Hashable, Sendable {
    package enum Code: String, Hashable, Sendable {
        /// Rows or values are lost.
        case dataLoss = "data_loss"
        /// The statement can fail on existing rows.
        case mayFail = "may_fail"
        /// The statement gives existing rows a value that the server picks.
        case fillsRows = "fills_rows"
        /// The table is copied or rebuilt.
        case rebuild = "table_rebuild"
        /// Other sessions wait while the statement runs.
        case lock = "table_lock"
    }

    package enum Severity: String, Hashable, Sendable {
        case warning, danger
    }

    package var code: Code
    package var severity: Severity
    package var reason: String
    /// The affected rows.
    package var rows: RowQuery?

    package init(_ code: Code, _ severity: Severity, _ reason: String, rows: RowQuery? = nil) {
        self.rows = rows
        self.code = code
        self.severity = severity
        self.reason = reason
    }

    /// The comment above the statement in a revision file: `data loss: column users.age is dropped`.
    package var comment: String {
        let title =
            switch code {
            case .dataLoss: "data loss"
            case .mayFail: "may fail"
            case .fillsRows: "fills rows"
            case .rebuild: "rebuild"
            case .lock: "lock"
            }
        return "\(title): \(reason)"
    }
}
