internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Events whose time is over. The server drops such an event after its last run (or disables it with ON COMPLETION
/// PRESERVE), and drops one that is created too late at once. Models still declare such events, but no database should
/// have them.
struct FinishedEvents {
    let executor: any QueryExecutor
    /// Returns the objects that revisions have made.
    let own: () throws -> Set<StoredObject.ID>

    /// Removes events that should not be recreated from the declared objects.
    ///
    /// - Parameters:
    ///   - objects: The declared objects, normalised.
    ///   - existing: The live objects by key.
    /// - Returns: The names of the events that the database rightly lacks.
    func settle(
        _ objects: inout [StoredObject],
        existing: [StoredObject.ID: StoredObject]
    ) throws -> [String] {
        var absent: [String] = []
        objects = try objects.compactMap { object in
            guard case .event(var event) = object, let moment = event.schedule.lastMoment else { return object }
            guard case .event(let live) = existing[object.id.key] else {
                if try !isOver(moment), try !hasRun(event, moment) { return object }
                absent.append(event.name)
                return nil
            }
            guard try isOver(moment) else { return object }
            // The server does not move an event to a time in the past: it drops it or reports error 1589.
            if event.schedule != live.schedule, !event.isPreserved { return nil }
            if live.status == .disabled { event.status = live.status }
            return event == live ? .event(live) : .event(event)
        }
        return absent
    }

    /// The server's clock decides, in the session's time zone, as it does for the event.
    private func isOver(_ moment: String) throws -> Bool {
        do {
            return try executor.executeReading(["SELECT \(moment) <= NOW()"])[0].rows.first?[0] == "1"
        } catch let error as ServerError where !error.isConnectionLost {
            // The server decides: it refuses the event or accepts it.
            return false
        }
    }

    /// If an event's time is relative to the present, its value cannot be computed later. So an event that a revision
    /// created and that is now missing has run. The server keeps an event with PRESERVE, so a missing one was dropped
    /// manually.
    private func hasRun(_ event: Event, _ moment: String) throws -> Bool {
        if event.isPreserved { return false }
        let names = SQLNames.mentioned(in: moment)
        if names.isDisjoint(with: Self.clocks) { return false }
        return Set(try own().map(\.key)).contains(StoredObject.event(event).id.key)
    }

    private static let clocks: Set<String> = [
        "current_timestamp", "now", "localtime", "localtimestamp", "current_date", "curdate", "current_time", "curtime",
        "sysdate", "utc_timestamp", "utc_date", "utc_time", "unix_timestamp",
    ]
}

extension Event {
    /// Whether the server may have dropped the event.
    var goesByItself: Bool { schedule.lastMoment != nil && !isPreserved }
}

extension Event.Schedule {
    /// The time, as SQL text, after which the event does not run again.
    var lastMoment: String? {
        switch self {
        case .at(let moment): moment
        case .every(_, _, let ends): ends
        }
    }
}
