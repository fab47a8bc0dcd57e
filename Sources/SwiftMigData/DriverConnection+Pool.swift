package import ConnectionPool
package import DatabaseDriver

extension DriverConnection: PooledConnection {
    package var mode: Int {
        (isAutocommitting ? EngineCore.Use.statements : .transactions).rawValue
    }

    package func needsReset(_ reset: PoolOptions.Reset) -> Bool {
        switch reset {
        case .rollback: isInTransaction
        case .session: true
        case .none: false
        }
    }

    package func reset(_ reset: PoolOptions.Reset, timeout: Duration) async -> Bool {
        do {
            switch reset {
            case .rollback: try await executeText("ROLLBACK", timeout: timeout)
            case .session: try await resetSession(timeout: timeout)
            case .none: return true
            }
            hasCharacteristics = false
            return true
        } catch {
            // The pool closes the connection, which rolls back as well.
            return false
        }
    }
}
