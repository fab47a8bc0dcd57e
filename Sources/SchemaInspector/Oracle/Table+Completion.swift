internal import SchemaModel
internal import SchemaSQL

extension Table {
    /// Takes over what information_schema shows wrongly or not at all. Everything else stays as read, so that the later
    /// comparison still verifies it.
    mutating func complete(from shown: Table, flavor: ServerProfile.Flavor) {
        // MySQL spells MRG_MyISAM in two ways.
        if let engine = shown.options.engine, engine.lowercased() == options.engine?.lowercased() {
            options.engine = engine
        }
        options.rowFormat = shown.options.rowFormat
        options.others = shown.options.others
        partitioning = shown.partitioning
        systemVersioning = shown.systemVersioning
        completePeriod(from: shown)
        primaryKey?.algorithm = shown.primaryKey?.algorithm
        completeIndexes(from: shown)
        foreignKeys = reordered(foreignKeys, like: shown.foreignKeys, by: \.name)
        checks = reordered(checks, like: shown.checks, by: \.name)
        let shownColumns = Dictionary(shown.columns.map { ($0.name, $0) }) { first, _ in first }
        for position in columns.indices {
            guard let other = shownColumns[columns[position].name] else { continue }
            columns[position].completeDefault(from: other, flavor: flavor)
            columns[position].format = other.format
            columns[position].storage = other.storage
            columns[position].completeExpressions(from: other, flavor: flavor)
            if flavor == .mariadb { columns[position].completeCheck(from: other) }
        }
        for (position, check) in shown.checks.enumerated() where position < checks.count {
            guard checks[position].name == check.name else { continue }
            if flavor == .mysql || checks[position].expression.mayHideCharacters {
                checks[position].expression = check.expression
            }
        }
    }

    /// Only SHOW CREATE TABLE shows the algorithm, parser and block size, and on MySQL the order of indexes and the
    /// text of functional parts.
    private mutating func completeIndexes(from shown: Table) {
        indexes = reordered(indexes, like: shown.indexes, by: \.name)
        for (position, other) in shown.indexes.enumerated() where position < indexes.count {
            guard indexes[position].name == other.name else { continue }
            indexes[position].algorithm = other.algorithm
            indexes[position].parser = other.parser
            indexes[position].keyBlockSize = other.keyBlockSize
            indexes[position].options = other.options
            for (part, otherPart) in other.parts.enumerated() where part < indexes[position].parts.count {
                if case .expression = otherPart.value, case .expression = indexes[position].parts[part].value {
                    indexes[position].parts[part].value = otherPart.value
                }
            }
        }
    }

    /// In MariaDB's information_schema, a key over a period lists the period's columns, and the period is a check.
    private mutating func completePeriod(from shown: Table) {
        guard let period = shown.period else { return }
        self.period = period
        // The check has the period's name, or another one if that is taken.
        checks.removeAll { check in !shown.checks.contains { $0.name == check.name } }
        func parts(_ parts: [IndexPart], like other: [IndexPart]) -> [IndexPart] {
            let listed = other.flatMap { part -> [IndexPart] in
                guard part.value == .period(period.name) else { return [part] }
                return [IndexPart(column: period.columns.end), IndexPart(column: period.columns.start)]
            }
            return parts == listed ? other : parts
        }
        if let key = primaryKey, let other = shown.primaryKey {
            primaryKey?.parts = parts(key.parts, like: other.parts)
        }
        for position in indexes.indices {
            guard let other = shown.indexes.first(where: { $0.name == indexes[position].name }) else { continue }
            indexes[position].parts = parts(indexes[position].parts, like: other.parts)
        }
    }

    private func reordered<Element>(
        _ elements: [Element],
        like shown: [Element],
        by name: KeyPath<Element, String>
    ) -> [Element] {
        let places = Dictionary(shown.enumerated().map { ($1[keyPath: name], $0) }) { first, _ in first }
        return elements.enumerated().sorted { left, right in
            let leftPlace = places[left.element[keyPath: name]] ?? Int.max
            let rightPlace = places[right.element[keyPath: name]] ?? Int.max
            return (leftPlace, left.offset) < (rightPlace, right.offset)
        }.map(\.element)
    }
}

extension Column {
    /// Binary defaults lose bytes in information_schema: MariaDB 10 replaces invalid UTF-8 with `?`, and MySQL stops at
    /// the first NUL. Characters beyond U+FFFF become question marks there. SHOW CREATE TABLE shows them in any default
    /// on MySQL, but on MariaDB only in those of TEXT, which are expressions. On MySQL, only SHOW CREATE TABLE shows
    /// that a nullable column has no default.
    fileprivate mutating func completeDefault(from shown: Column, flavor: ServerProfile.Flavor) {
        var isShown = flavor == .mysql
        switch type {
        case .binary, .varbinary, .blob:
            if defaultValue != nil, shown.defaultValue != nil { defaultValue = shown.defaultValue }
            isShown = false
        case .text, .json: isShown = true
        default: break
        }
        if isShown, case .literal(let text) = defaultValue, text.mayHideCharacters { defaultValue = shown.defaultValue }
        if flavor == .mysql, defaultValue == nil, shown.defaultValue == .absent { defaultValue = .absent }
    }

    /// After RENAME COLUMN, MariaDB's information_schema (10.11, 11.8) lists a column's check under the old name, which
    /// may now belong to another column.
    fileprivate mutating func completeCheck(from shown: Column) {
        check = shown.check
        guard (type == .json) != (shown.type == .json) else { return }
        type = shown.type
        charset = shown.charset
        collation = shown.collation
    }

    /// Takes over expressions, which MySQL's information_schema escapes. In MariaDB's, each byte of a character beyond
    /// U+FFFF is a question mark (10.11, 11.8).
    fileprivate mutating func completeExpressions(from shown: Column, flavor: ServerProfile.Flavor) {
        func isLost(_ text: String) -> Bool { flavor == .mysql || text.mayHideCharacters }
        if case .expression(let text) = defaultValue, case .expression = shown.defaultValue, isLost(text) {
            defaultValue = shown.defaultValue
        }
        if let generated, let other = shown.generated, generated.isStored == other.isStored,
            isLost(generated.expression)
        {
            self.generated = other
        }
    }
}
