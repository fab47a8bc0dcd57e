internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Reads views, triggers, routines, events and sequences. The catalogue lists them, and SHOW CREATE gives their
/// definitions, because information_schema does not keep the original text (MariaDB and MySQL convert literals in it to
/// UTF-8).
struct ObjectReader {
    let session: ReadingSession
    let profile: ServerProfile
    let database: String

    private static let chunkSize = 100

    private enum Question {
        case definition(StoredObject.ID)
        /// The next value of a sequence.
        case nextValue(StoredObject.ID)

        var id: StoredObject.ID {
            switch self {
            case .definition(let id), .nextValue(let id): id
            }
        }
    }

    struct Result {
        var objects: [StoredObject] = []
        var notUnderstood: [ObjectNotUnderstood] = []
    }

    /// - Parameter predecessors: Maps each trigger to the previous one in its group.
    func read(_ ids: [StoredObject.ID], predecessors: [String: String]) throws -> Result {
        var result = Result()
        if ids.isEmpty { return result }
        let mode = try session.execute([ReadingMode.leaveRaw, "SELECT @swiftmig_sql_mode"])[1].rows.first?[0] ?? ""
        let questions = ids.flatMap { id -> [Question] in
            id.kind == .sequence ? [.nextValue(id), .definition(id)] : [.definition(id)]
        }
        var nextValues: [String: String] = [:]
        for start in stride(from: 0, to: questions.count, by: Self.chunkSize) {
            let chunk = questions[start..<min(start + Self.chunkSize, questions.count)]
            try ask(chunk) { question, answer in
                switch (question, answer) {
                case (.nextValue(let id), .success(let rows)): nextValues[id.name] = rows.first?[0]
                case (.nextValue, .failure): break
                case (.definition(let id), .success(let rows)):
                    switch read(id, rows, sessionMode: mode) {
                    case .success(let object): result.objects.append(object)
                    case .failure(let error): result.notUnderstood.append(error)
                    }
                case (.definition(let id), .failure(let error)):
                    result.notUnderstood.append(ObjectNotUnderstood(id: id, reason: .refused(error)))
                }
            }
        }
        result.objects = result.objects.map { object in
            switch object {
            case .trigger(var trigger):
                trigger.order = predecessors[trigger.name].map { .follows($0) }
                return .trigger(trigger)
            case .sequence(var sequence):
                sequence.next = NumberSequence.NextValue(nextValues[sequence.name])
                return .sequence(sequence)
            default: return object
            }
        }
        return result
    }

    /// Runs one chunk. If the server refuses a question, the answers before it are lost with the error and are
    /// requested again.
    private func ask(
        _ chunk: ArraySlice<Question>,
        _ take: (Question, Swift.Result<RowSet, ServerError>) -> Void
    ) throws {
        var rest = chunk
        while !rest.isEmpty {
            do {
                let results = try session.execute(rest.map(statement))
                for (question, result) in zip(rest, results) { take(question, .success(result.rows)) }
                return
            } catch let error as ServerError {
                guard !error.isConnectionLost, let failed = error.failedIndex, (0..<rest.count).contains(failed) else {
                    throw error
                }
                try ask(rest.prefix(failed), take)
                take(rest[rest.startIndex + failed], .failure(error))
                rest = rest.dropFirst(failed + 1)
            }
        }
    }

    private func statement(_ question: Question) -> String {
        let dialect = ReadingSession.dialect
        let name = "\(dialect.quotedIdentifier(database)).\(dialect.quotedIdentifier(question.id.name))"
        return switch question {
        case .definition(let id): "SHOW CREATE \(id.kind.rawValue.uppercased()) \(name)"
        case .nextValue: "SELECT next_not_cached_value FROM \(name)"
        }
    }

    private func read(
        _ id: StoredObject.ID,
        _ rows: RowSet,
        sessionMode: String
    ) -> Swift.Result<StoredObject, ObjectNotUnderstood> {
        let (modeColumn, textColumn): (Int?, Int) =
            switch id.kind {
            case .view, .sequence: (nil, 1)
            case .trigger, .procedure, .function: (1, 2)
            case .event: (1, 3)
            }
        guard let row = rows.first, rows.columnNames.count > textColumn, let text = row[textColumn] else {
            // The text of a routine is NULL for an account that may call it but not see it.
            return .failure(ObjectNotUnderstood(id: id, reason: .hidden))
        }
        return DefinitionReader(profile: profile, database: database, sessionMode: sessionMode)
            .object(id, text, sqlMode: modeColumn.flatMap { row[$0] })
    }
}
