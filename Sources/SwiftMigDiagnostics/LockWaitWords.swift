package import MigrationRunner
internal import SQLStatements

extension LockWait {
    /// A line for the user who watches the run.
    package var words: String {
        let seconds = (pause ?? .zero) / .seconds(1)
        return "blocked by a lock\(blame); trying again in \(oneDecimal(seconds)) s (\(tries) of \(retries))"
    }

    /// `, held by connection 42 of app@10.0.0.7 (…)`; empty if no connection was found.
    var blame: String {
        guard let first = blockers.first else { return "" }
        return first.isCertain ? ", held by \(first.words)" : ", perhaps held by \(first.words)"
    }

    /// The commands that help.
    var hints: [String] {
        guard let first = blockers.first else {
            return ["see what is running: SHOW FULL PROCESSLIST", patience]
        }
        let others = blockers.dropFirst().map(\.words)
        return [
            first.isCertain
                ? "if that one hangs, as an administrator: KILL \(first.id)"
                : "if it is that one and it hangs, as an administrator: KILL \(first.id)"
        ] + (others.isEmpty ? [] : ["others that may hold it: \(others.joined(separator: "; "))"]) + [patience]
    }

    private var patience: String {
        "or wait longer for this statement, with a line above it: -- swiftmig: lock_wait=30s retries=50"
    }
}

extension LockHolder {
    /// Who the holder is, what they run, and since when.
    package var words: String {
        var words: [String] = []
        if let person, !person.isEmpty {
            words.append((machine ?? "").isEmpty ? person : "\(person)@\(machine ?? "")")
        }
        if let run {
            if words.isEmpty { words.append(run.who) }
            let progress = "\(run.nextStatement) of \(run.statementCount) statements done"
            words.append("the \(run.action.rawValue) of revision \(run.revision) (\(progress))")
        }
        if let start = since ?? run?.startedAt { words.append("since \(start.prefix(19)) UTC") }
        var connection = "connection \(connectionID)"
        if let user { connection += " of \(user)" }
        if let host, !host.isEmpty { connection += "@\(host)" }
        return (words + [connection]).joined(separator: ", ")
    }

    /// On a cluster, the number of a connection is valid only on its node.
    var place: String { since == nil ? "" : " on its node of the cluster" }
}

extension BlockingConnection {
    fileprivate var words: String {
        var words = "connection \(id) of \(user)\(host.isEmpty ? "" : "@\(host)") "
        if let query {
            let line = StatementSecrets.masked(query).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            words += "(at work for \(seconds) s on: \(line.count > 120 ? line.prefix(119) + "…" : line))"
        } else {
            words += "(idle in a transaction for \(seconds) s)"
        }
        return words
    }
}

private func oneDecimal(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
}
