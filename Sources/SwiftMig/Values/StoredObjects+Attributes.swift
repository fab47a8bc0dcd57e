extension Routine {
    /// Returns the routine, declared to give the same result for the same arguments.
    public func deterministic() -> Routine { with { $0.isDeterministic = true } }

    /// Returns the routine with a declaration of how it accesses data.
    public func dataAccess(_ access: DataAccess) -> Routine { with { $0.dataAccess = access } }

    /// Returns the routine with the account whose privileges it uses.
    public func security(_ security: SQLSecurity) -> Routine { with { $0.security = security } }

    /// Returns the function as an aggregate function (MariaDB).
    public func aggregate() -> Routine { with { $0.isAggregate = true } }

    /// Returns the routine with a comment.
    public func comment(_ comment: String) -> Routine { with { $0.comment = comment } }

    /// Returns the routine with its owner account.
    public func definer(_ definer: String) -> Routine { with { $0.definer = definer } }

    private func with(_ change: (inout Routine) -> Void) -> Routine {
        var routine = self
        change(&routine)
        return routine
    }
}

extension Event {
    /// Returns the event, kept after its last execution.
    public func preserved() -> Event { with { $0.isPreserved = true } }

    /// Returns the event with a status.
    public func status(_ status: Status) -> Event { with { $0.status = status } }

    /// Returns the event with a comment.
    public func comment(_ comment: String) -> Event { with { $0.comment = comment } }

    /// Returns the event with its owner account.
    public func definer(_ definer: String) -> Event { with { $0.definer = definer } }

    private func with(_ change: (inout Event) -> Void) -> Event {
        var event = self
        change(&event)
        return event
    }
}
