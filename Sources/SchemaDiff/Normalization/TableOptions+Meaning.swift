internal import SchemaModel

extension TableOptions {
    /// Whether the other options are the same but for their order, the case of their names, quotes around their values
    /// and those that say DEFAULT.
    func meansTheSame(as options: TableOptions) -> Bool {
        Set(others.compactMap(\.meaning)) == Set(options.others.compactMap(\.meaning))
    }
}

extension TableOption {
    fileprivate var meaning: TableOption? {
        let isQuoted = value.count >= 2 && ["'", "\"", "`"].contains { value.hasPrefix($0) && value.hasSuffix($0) }
        let plain = isQuoted ? String(value.dropFirst().dropLast()) : value
        if plain.uppercased() == "DEFAULT" { return nil }
        return TableOption(name: name.uppercased(), value: plain.lowercased())
    }

    /// The value that takes the option away in an ALTER TABLE.
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
