internal import SQLStatements
package import SchemaModel

extension CreateTableRenderer {
    /// Returns the `PARTITION BY …` clause of a statement.
    package func partitioning(_ partitioning: Partitioning, engine: String? = nil) -> String {
        var text = "PARTITION BY " + scheme(partitioning.scheme)
        if let count = partitioning.count { text += "\nPARTITIONS \(count)" }
        if let subscheme = partitioning.subscheme {
            text += "\nSUBPARTITION BY " + scheme(subscheme)
            if let count = partitioning.subcount { text += "\nSUBPARTITIONS \(count)" }
        }
        if !partitioning.partitions.isEmpty {
            text += "\n" + partitionList(partitioning.partitions, of: partitioning.scheme, engine: engine)
        }
        return text
    }

    /// Returns the parenthesised partitions for CREATE, ADD PARTITION and REORGANIZE PARTITION.
    package func partitionList(_ partitions: [Partition], of scheme: PartitionScheme, engine: String? = nil) -> String {
        "(" + partitions.map { partition($0, of: scheme, engine: engine) }.joined(separator: ",\n ") + ")"
    }

    /// Returns what SHOW CREATE TABLE prints after the options. MariaDB starts with a blank. MySQL prints a versioned
    /// comment, with version 5.5 for COLUMNS.
    func printedPartitioning(_ partitioning: Partitioning, engine: String?) -> String {
        let text = self.partitioning(partitioning, engine: engine)
        if isStatement { return "\n" + text }
        if isMariaDB { return "\n " + text }
        let version =
            switch partitioning.scheme {
            case .rangeColumns, .listColumns: "50500"
            case .range, .list, .hash, .key, .systemTime: "50100"
            }
        return "\n/*!\(version) \(text) */"
    }

    // MARK: - Schemes

    private func scheme(_ scheme: PartitionScheme) -> String {
        let columns = isStatement ? " COLUMNS " : "  COLUMNS"
        switch scheme {
        case .range(let expression): return "RANGE (\(printedText(expression)))"
        case .rangeColumns(let names): return "RANGE" + columns + list(names)
        case .list(let expression): return "LIST (\(printedText(expression)))"
        case .listColumns(let names): return "LIST" + columns + list(names)
        case .hash(let expression, let isLinear):
            return (isLinear ? "LINEAR " : "") + "HASH (\(printedText(expression)))"
        case .key(let names, let isLinear, let algorithm):
            var text = (isLinear ? "LINEAR " : "") + "KEY "
            if let algorithm {
                let isComment = !isStatement && !isMariaDB
                text += isComment ? "*/ /*!50611 ALGORITHM = \(algorithm) */ /*!50100 " : "ALGORITHM = \(algorithm) "
            }
            return text + list(names)
        case .systemTime(let rotation): return "SYSTEM_TIME" + text(rotation)
        }
    }

    private func text(_ rotation: SystemTimeRotation) -> String {
        var text = rotation.interval.map { " INTERVAL " + $0 } ?? ""
        if let limit = rotation.limit { text += " LIMIT \(limit)" }
        if let starts = rotation.starts { text += " STARTS " + starts }
        if rotation.isAutomatic { text += " AUTO" }
        return text.isEmpty && !isStatement ? " " : text
    }

    private func list(_ names: [String]) -> String {
        "(" + names.map(quoted).joined(separator: isStatement ? ", " : ",") + ")"
    }

    private func printedText(_ expression: String) -> String {
        spellings?.partitionTexts[expression] ?? expression
    }

    /// MySQL quotes partition and column names here only if necessary.
    private func quoted(_ name: String) -> String {
        if isStatement || isMariaDB { return dialect.quotedIdentifier(name) }
        if let spellings {
            return spellings.quotedPartitionNames.contains(name) ? dialect.quotedIdentifier(name) : name
        }
        let isPlain = name.utf8.allSatisfy {
            $0.isASCIIDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "$")
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 32)
        }
        return isPlain ? name : dialect.quotedIdentifier(name)
    }

    // MARK: - Partitions

    private func partition(_ partition: Partition, of scheme: PartitionScheme, engine: String?) -> String {
        var text = "PARTITION " + quoted(partition.name) + bound(partition.bound, of: scheme)
        guard !partition.subpartitions.isEmpty else { return text + options(partition, engine: engine) }
        // The servers print the options of subpartitions, but not of partitions that have subpartitions.
        text += isStatement ? options(partition, engine: nil) : ""
        let subpartitions = partition.subpartitions.map { subpartition in
            "SUBPARTITION " + quoted(subpartition.name) + options(subpartition, engine: engine)
        }
        return text + "\n (" + subpartitions.joined(separator: ",\n  ") + ")"
    }

    private func bound(_ bound: Partition.Bound?, of scheme: PartitionScheme) -> String {
        switch bound {
        case nil: return ""
        case .lessThan(let values)?:
            if case .range = scheme, values == ["MAXVALUE"] { return " VALUES LESS THAN MAXVALUE" }
            return " VALUES LESS THAN (" + joined(values) + ")"
        case .values(let rows)?:
            let isTuple = scheme.width > 1
            return " VALUES IN (" + joined(rows.map { isTuple ? "(" + joined($0) + ")" : joined($0) }) + ")"
        case .remainder?: return " DEFAULT"
        case .history?: return " HISTORY"
        case .current?: return " CURRENT"
        }
    }

    private func joined(_ values: [String]) -> String { values.joined(separator: ",") }

    private func options(_ partition: Partition, engine: String?) -> String {
        var text = partition.options.map { " \($0.name) = \($0.value)" }.joined()
        if !partition.comment.isEmpty {
            let comment = spellings?.partitionTexts["COMMENT " + partition.comment]
            text += " COMMENT = " + (comment ?? dialect.quotedLiteral(partition.comment))
        }
        if !isStatement, let engine { text += " ENGINE = " + engine }
        return text
    }
}

extension Partitioning {
    /// The text after PARTITION BY on one line, as in documents.
    package var documentText: String {
        let profile = ServerProfile(flavor: .mariadb, version: ServerProfile.Version(10, 11))
        let text = CreateTableRenderer(profile: profile).partitioning(self)
        let words = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).trimmed }
        return String(words.joined(separator: " ").dropFirst("PARTITION BY ".count))
    }
}
