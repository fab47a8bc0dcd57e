extension Routine {
    /// The routine, which gives the same result for the same arguments.
    public func deterministic() -> Routine { with { $0.isDeterministic = true } }

    /// The routine with what it says that it does with data.
    public func dataAccess(_ access: DataAccess) -> Routine { with { $0.dataAccess = access } }

    /// The routine with whose privileges count.
    public func security(_ security: SQLSecurity) -> Routine { with { $0.security = security } }

    /// The function over many rows (MariaDB's `AGGREGATE`).
    public func aggregate() -> Routine { with { $0.isAggregate = true } }

    /// The routine with a text for people.
    public func comment(_ comment: String) -> Routine { with { $0.comment = comment } }

    /// The routine with the account that it belongs to.
    public func definer(_ definer: String) -> Routine { with { $0.definer = definer } }

    private func with(_ change: (inout Routine) -> Void) -> Routine {
        var routine = self
        change(&routine)
        return routine
    }
}

extension Event {
    /// The event, which stays when its time is over.
    public func preserved() -> Event { with { $0.isPreserved = true } }

    /// The event with whether it runs.
    public func status(_ status: Status) -> Event { with { $0.status = status } }

    /// The event with a text for people.
    public func comment(_ comment: String) -> Event { with { $0.comment = comment } }

    /// The event with the account that it belongs to.
    public func definer(_ definer: String) -> Event { with { $0.definer = definer } }

    private func with(_ change: (inout Event) -> Void) -> Event {
        var event = self
        change(&event)
        return event
    }
}
