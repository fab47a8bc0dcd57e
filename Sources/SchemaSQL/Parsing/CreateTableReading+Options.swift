internal import SQLStatements
internal import SchemaModel

extension CreateTableReading {
    /// Reads everything after the closing parenthesis.
    mutating func options() throws(ShowCreateTableError) {
        place = "the table's options"
        while !scanner.isAtEnd {
            if scanner.accept(words: "PARTITION", "BY") {
                try partitioning()
                break
            }
            if scanner.token?.kind == .quotedIdentifier {
                try other(try identifier())
            } else {
                try option()
            }
        }
        // A table without a character set clause (NO_TABLE_OPTIONS, or a sequence) uses the database's.
        if table.options.charset == nil { table.options.charset = profile.defaultCharset }
        if table.options.collation == nil {
            table.options.collation = table.options.charset.map(profile.printedCollation)
        }
    }

    private mutating func option() throws(ShowCreateTableError) {
        guard let word = scanner.word() else { throw unexpected() }
        switch word {
        case "engine": table.options.engine = try value()
        case "auto_increment": autoIncrement = Int(try value())
        case "default": try expect(["charset", "character"].contains(scanner.peekWord() ?? ""))
        case "charset": table.options.charset = CharacterSet.canonicalName(try value())
        case "collate":
            table.options.collation = CharacterSet.canonicalCollation(try value())
            spellings.namesTableCollation = true
        case "row_format": table.options.rowFormat = try value().uppercased()
        case "comment":
            _ = scanner.accept("=")
            table.comment = try literal()
        case "data", "index":
            try expect(scanner.accept(words: "DIRECTORY"))
            try other(word.uppercased() + " DIRECTORY")
        case "with":
            try expect(scanner.accept(words: "SYSTEM", "VERSIONING"))
            table.systemVersioning = table.systemVersioning ?? SystemVersioning()
        case "tablespace":
            _ = scanner.accept("=")
            let start = scanner.offset
            _ = try identifier()
            let value = scanner.text(start..<scanner.previousEnd)
            table.options.others.append(TableOption(name: "TABLESPACE", value: value))
        case "start", "storage": throw unexpected(atLastToken: true)
        default: try other(word.uppercased())
        }
    }

    /// Reads an unquoted value, which is a name or a number.
    private mutating func value() throws(ShowCreateTableError) -> String {
        _ = scanner.accept("=")
        if let number = scanner.number() { return number }
        return try identifier()
    }

    /// Reads an option that is kept as text.
    private mutating func other(_ name: String) throws(ShowCreateTableError) {
        try expect(scanner.accept("="))
        let start = scanner.offset
        if let list = scanner.parenthesized() {
            table.options.others.append(TableOption(name: name, value: "(" + list + ")"))
            return
        }
        try expect(scanner.token?.kind == .string || scanner.token?.kind == .number || scanner.token?.kind == .word)
        scanner.advance()
        table.options.others.append(TableOption(name: name, value: scanner.text(start..<scanner.previousEnd)))
    }

    /// Reads the rest of the text. MySQL prints it in versioned comments.
    private mutating func partitioning() throws(ShowCreateTableError) {
        place = "the partitions"
        var reader = PartitioningReader(scanner: scanner, spellings: spellings)
        // An error of the reader is reported with the line that it reached.
        let partitioning = try? reader.read()
        scanner = reader.scanner
        guard let partitioning, scanner.isAtEnd else { throw unexpected() }
        spellings = reader.spellings
        table.partitioning = partitioning
    }
}
