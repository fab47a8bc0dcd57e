internal import SwiftMig

extension DatabaseError {
    /// The error with the place in the program that has caused it.
    static func annotated(_ error: any Error, _ origin: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        if case .decoding(var value) = error {
            value.reason += " (\(origin))"
            return DatabaseError.decoding(value)
        }
        return error.changingFailure { $0.origin = origin }
    }

    /// The error with the index of the element whose values have caused it.
    static func numbered(_ error: any Error, _ row: Int) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        if case .decoding(var value) = error {
            value.reason += " (the element at index \(row))"
            return DatabaseError.decoding(value)
        }
        return error.changingFailure { $0.row = row }
    }

    /// What the server said; nil for errors that are not the server's.
    var serverFailure: ServerFailure? {
        var found: ServerFailure?
        _ = changingFailure { found = $0 }
        return found
    }

    private func changingFailure(_ change: (inout ServerFailure) -> Void) -> DatabaseError {
        func changed(_ failure: ServerFailure) -> ServerFailure {
            var failure = failure
            change(&failure)
            return failure
        }
        switch self {
        case .uniqueViolation(let key, let failure): return .uniqueViolation(key: key, changed(failure))
        case .foreignKeyViolation(let name, let failure):
            return .foreignKeyViolation(constraint: name, changed(failure))
        case .notNullViolation(let column, let failure): return .notNullViolation(column: column, changed(failure))
        case .checkViolation(let name, let failure): return .checkViolation(constraint: name, changed(failure))
        case .dataTooLong(let column, let failure): return .dataTooLong(column: column, changed(failure))
        case .valueOutOfRange(let column, let failure): return .valueOutOfRange(column: column, changed(failure))
        case .other(let failure): return .other(changed(failure))
        case .deadlock(let failure): return .deadlock(changed(failure))
        case .conflict(let failure): return .conflict(changed(failure))
        case .lockWaitTimeout(let failure): return .lockWaitTimeout(changed(failure))
        case .rollbackNeeded(let failure): return .rollbackNeeded(changed(failure))
        case .commitOutcomeUnknown(let failure): return .commitOutcomeUnknown(changed(failure))
        case .connectionLost(let failure): return .connectionLost(changed(failure))
        case .wrongValueCount, .packetTooLarge, .statementTimeout, .cannotConnect, .poolTimeout, .engineIsShutDown,
            .streamIsOpen, .endedByRollback, .decoding, .notFound, .moreThanOne, .tooManyRelated, .staleRow,
            .deletedRow,
            .notSupported,
            .invalidConfiguration:
            return self
        }
    }
}

extension ServerFailure {
    /// The failure of a flush, for ``DatabaseError/rollbackNeeded(_:)``.
    init(ofFlush error: any Error) {
        self =
            (error as? DatabaseError)?.serverFailure
            ?? ServerFailure(
                code: 0,
                sqlState: "HY000",
                message: error is CancellationError ? "the task was cancelled during a flush" : "\(error)",
                statement: ""
            )
    }
}
