internal import SchemaModel

extension Table {
    /// Takes over the live table's spelling of options that mean the same.
    mutating func takeOptionSpellings(of live: Table) {
        options.others.takeSpelling(of: live.options.others)
        for (index, declared) in indexes.enumerated() where !declared.options.isEmpty {
            guard let same = live.indexes.first(where: { $0.name.lowercased() == declared.name.lowercased() }) else {
                continue
            }
            indexes[index].options.takeSpelling(of: same.options)
        }
    }
}

extension [TableOption] {
    /// Takes over the live options if both mean the same. The order, the case of names, quotes around values and
    /// options set to DEFAULT make no difference. MariaDB 11.8.9 quotes all values of engine-defined options, 11.8.6
    /// only those quoted in the statement.
    fileprivate mutating func takeSpelling(of live: [TableOption]) {
        if self != live, Set(compactMap(\.meaning)) == Set(live.compactMap(\.meaning)) { self = live }
    }
}

extension TableOption {
    fileprivate var meaning: TableOption? {
        let isQuoted = value.count >= 2 && ["'", "\"", "`"].contains { value.hasPrefix($0) && value.hasSuffix($0) }
        let plain = isQuoted ? String(value.dropFirst().dropLast()) : value
        if plain.uppercased() == "DEFAULT" { return nil }
        return TableOption(name: name.uppercased(), value: plain.lowercased())
    }

    /// The value that resets the option in an ALTER TABLE.
    var resettingValue: String {
        switch name.uppercased() {
        case "KEY_BLOCK_SIZE", "MIN_ROWS", "MAX_ROWS", "AVG_ROW_LENGTH", "CHECKSUM", "DELAY_KEY_WRITE",
            "AUTOEXTEND_SIZE":
            "0"
        case "COMPRESSION", "CONNECTION": "''"
        case "ENCRYPTION": "'N'"
        case "TABLESPACE": "innodb_file_per_table"
        case "INSERT_METHOD": "NO"
        case "UNION": "()"
        default: "DEFAULT"
        }
    }
}
