internal import YAMLDocument

/// The keys of migrate.yaml and the kinds of their values.
indirect enum ConfigurationShape: Sendable {
    case text
    case textOrList
    case list
    case flag
    case mapping([(key: String, shape: ConfigurationShape)])
    /// Keys chosen by the user.
    case named(ConfigurationShape)

    static let settings: [(key: String, shape: ConfigurationShape)] = [
        (
            "database",
            .mapping([
                ("url", .text),
                ("tls", .mapping([("mode", .text), ("ca", .text), ("certificate", .text), ("key", .text)])),
                ("connect_timeout", .text),
                ("read_timeout", .text),
                ("allow_cleartext_password", .flag),
                ("sql_mode", .text),
                ("local_infile", .flag),
            ])
        ),
        ("migrations", .textOrList),
        (
            "models",
            .mapping([("file", .textOrList), ("command", .list), ("sql", .textOrList), ("timeout", .text)])
        ),
        ("scratch", .text),
        ("recursive", .flag),
        ("file_template", .text),
        ("truncate_slug_length", .text),
        ("timezone", .text),
        ("version_table", .text),
        ("journal_table", .text),
        ("lock", .mapping([("timeout", .text), ("wait", .text), ("retries", .text), ("table", .text)])),
        ("batches", .mapping([("replicas", .textOrList), ("max_lag", .text)])),
        ("ignore", .mapping([("tables", .textOrList), ("kinds", .textOrList)])),
        ("definer", .text),
        ("column_order", .text),
        ("hooks", .mapping([("after_write", .list)])),
    ]

    static let file = mapping(settings + [("environments", .named(.mapping(settings)))])

    private var expectation: String {
        switch self {
        case .text: "text"
        case .textOrList: "text or a list"
        case .list: "a list"
        case .flag: "true or false"
        case .mapping, .named: "a mapping"
        }
    }

    /// Checks all keys and kinds, also in environments that are not selected. `null` is allowed everywhere and means
    /// the default.
    func check(_ node: YAMLNode, at path: String) throws(ConfigurationError) {
        if node.isNull { return }
        let wrong = ConfigurationError.wrongType(key: path, expected: expectation, found: node.kind, node.location)
        switch self {
        case .text:
            if node.string == nil { throw wrong }
        case .flag:
            // An unexpanded variable is text.
            if node.bool == nil, node.string?.contains("${") != true { throw wrong }
        case .list:
            if node.sequence == nil { throw wrong }
        case .textOrList:
            if node.string == nil, node.sequence == nil { throw wrong }
        case .named(let shape):
            guard let entries = node.mapping else { throw wrong }
            for entry in entries { try shape.check(entry.value, at: Self.join(path, entry.key)) }
        case .mapping(let keys):
            guard let entries = node.mapping else { throw wrong }
            for entry in entries {
                guard let shape = keys.first(where: { $0.key == entry.key })?.shape else {
                    throw .unknownKey(entry.key, parent: path, entry.keyLocation, known: keys.map(\.key))
                }
                try shape.check(entry.value, at: Self.join(path, entry.key))
            }
        }
    }

    private static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : path + "." + key
    }
}
