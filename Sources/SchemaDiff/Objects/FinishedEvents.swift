internal import SchemaModel
internal import SchemaSQL

/// Events whose time is over. The server drops such an event after its last run (or disables it, with ON COMPLETION
/// PRESERVE), and one that is made too late at once, so models go on to declare what no database is to have any more.
struct FinishedEvents {
    let executor: any QueryExecutor
    /// What revisions have made.
    let mentioned: () throws -> Set<StoredObject.ID>

    /// Takes those that are not to come back out of what is declared.
    ///
    /// - Parameters:
    ///   - objects: the declared ones, normalised.
    ///   - existing: the live ones by key.
    /// - Returns: the names of those that the database lacks, as it should.
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
            // The server does not move one to a moment in the past; it drops it or refuses (1589).
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
            // Not for us to judge: the server refuses the event or takes it.
            return false
        }
    }

    /// Of a moment that is reckoned from the present, nobody knows later when it was: an event that a revision has made and
    /// that is gone has run. The server keeps one that is to be preserved: somebody has dropped that.
    private func hasRun(_ event: Event, _ moment: String) throws -> Bool {
        if event.isPreserved { return false }
        let names = SQLNames.mentioned(in: moment)
        if names.isDisjoint(with: Self.clocks) { return false }
        return Set(try mentioned().map(\.key)).contains(StoredObject.event(event).id.key)
    }

    private static let clocks: Set<String> = [
        "current_timestamp", "now", "localtime", "localtimestamp", "current_date", "curdate", "current_time", "curtime",
        "sysdate", "utc_timestamp", "utc_date", "utc_time", "unix_timestamp",
    ]
}

extension Event {
    /// Whether the server may have dropped it by itself.
    var goesByItself: Bool { schedule.lastMoment != nil && !isPreserved }
}

extension Event.Schedule {
    /// SQL text of the moment after which the event does not run again.
    var lastMoment: String? {
        switch self {
        case .at(let moment): moment
        case .every(_, _, let ends): ends
        }
    }
}
