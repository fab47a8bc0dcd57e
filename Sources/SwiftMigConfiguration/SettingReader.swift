internal import DiagnosticModel
internal import SchemaModel
internal import YAMLDocument

/// Reads single settings by their dotted key, first from the environment variables, then from the file.
struct SettingReader {
    /// The mapping of the file, overlaid with the selected environment.
    let root: YAMLNode
    let environment: [String: String]
    /// Paths in the file start here; paths in variables start at `currentDirectory`.
    let projectFolder: String
    let currentDirectory: String

    struct Setting<Value> {
        var value: Value
        var source: ValueSource
    }

    func node(_ key: String) -> YAMLNode? {
        var node: YAMLNode? = root
        for part in key.split(separator: ".") { node = node?[String(part)] }
        return node?.isNull == true ? nil : node
    }

    func text(_ key: String) throws(ConfigurationError) -> Setting<String>? {
        if let setting = variable(key) { return setting }
        guard let node = node(key), let text = node.string else { return nil }
        return Setting(value: try expand(text, key: key, at: node.location), source: .file(node.location))
    }

    /// Reads a text that must not be empty, such as a name or a path.
    func name(_ key: String, expected: String) throws(ConfigurationError) -> Setting<String>? {
        guard let setting = try text(key) else { return nil }
        guard !setting.value.isEmpty else {
            throw .badValue(key: key, value: "", expected: expected, setting.source)
        }
        return setting
    }

    /// Reads the name of a table in the target database. A dot would look like another database.
    func tableName(_ key: String) throws(ConfigurationError) -> Setting<String>? {
        guard let setting = try name(key, expected: "a table name") else { return nil }
        guard !setting.value.contains("."), !setting.value.contains("`"), setting.value.count <= 64 else {
            throw .badValue(
                key: key,
                value: setting.value,
                expected: "a table name of the target database, without a dot and of at most 64 characters",
                setting.source
            )
        }
        return setting
    }

    func path(_ key: String) throws(ConfigurationError) -> Setting<String>? {
        guard var setting = try name(key, expected: "a path") else { return nil }
        setting.value = absolute(setting.value, from: setting.source)
        return setting
    }

    func paths(_ key: String) throws(ConfigurationError) -> Setting<[String]>? {
        guard var setting = try texts(key) else { return nil }
        guard !setting.value.isEmpty, !setting.value.contains("") else {
            throw .badValue(key: key, value: "", expected: "at least one path", setting.source)
        }
        setting.value = setting.value.map { absolute($0, from: setting.source) }
        return setting
    }

    /// Reads a list of texts. A single text counts as a list of one.
    func texts(_ key: String) throws(ConfigurationError) -> Setting<[String]>? {
        if let setting = variable(key) { return Setting(value: [setting.value], source: setting.source) }
        guard let node = node(key) else { return nil }
        var texts: [String] = []
        for item in node.sequence ?? [node] {
            guard let text = item.string else {
                throw .wrongType(key: key, expected: "text", found: item.kind, item.location)
            }
            texts.append(try expand(text, key: key, at: item.location))
        }
        return Setting(value: texts, source: .file(node.location))
    }

    func duration(_ key: String) throws(ConfigurationError) -> Setting<Duration>? {
        guard let setting = try text(key) else { return nil }
        guard let duration = Duration(text: setting.value) else {
            throw .badValue(
                key: key,
                value: setting.value,
                expected: "a duration such as 500ms, 10s or 2m",
                setting.source
            )
        }
        return Setting(value: duration, source: setting.source)
    }

    /// Reads whole seconds, the unit in which servers limit the wait for a lock.
    func lockWait(_ key: String) throws(ConfigurationError) -> Setting<Int>? {
        guard let setting = try text(key) else { return nil }
        guard let seconds = Duration(text: setting.value)?.lockWaitSeconds else {
            throw .badValue(key: key, value: setting.value, expected: "whole seconds from 1s to 1h", setting.source)
        }
        return Setting(value: seconds, source: setting.source)
    }

    /// Reads a whole number.
    func count(_ key: String, _ range: ClosedRange<Int> = 1...200) throws(ConfigurationError) -> Setting<Int>? {
        guard let setting = try text(key) else { return nil }
        guard let number = Int(setting.value), range.contains(number) else {
            let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
            throw .badValue(key: key, value: setting.value, expected: expected, setting.source)
        }
        return Setting(value: number, source: setting.source)
    }

    func flag(_ key: String) throws(ConfigurationError) -> Setting<Bool>? {
        guard let setting = try text(key) else { return nil }
        switch setting.value.lowercased() {
        case "true", "1": return Setting(value: true, source: setting.source)
        case "false", "0": return Setting(value: false, source: setting.source)
        default: throw .badValue(key: key, value: setting.value, expected: "true or false", setting.source)
        }
    }

    func expand(_ text: String, key: String, at location: SourceLocation) throws(ConfigurationError) -> String {
        do {
            return try VariableExpansion(environment: environment).expand(text)
        } catch {
            switch error {
            case .unset(let name): throw .unsetVariable(name, key: key, location)
            case .malformed: throw .badVariable(key: key, location)
            }
        }
    }

    /// Reads an environment variable: `lock.timeout` is `SWIFTMIG_LOCK_TIMEOUT`. An empty variable counts as unset.
    private func variable(_ key: String) -> Setting<String>? {
        let name = "SWIFTMIG_" + String(key.uppercased().map { $0 == "." ? "_" : $0 })
        guard let value = environment[name], !value.isEmpty else { return nil }
        return Setting(value: value, source: .environment(name))
    }

    private func absolute(_ path: String, from source: ValueSource) -> String {
        PathName.absolute(path, in: source.location == nil ? currentDirectory : projectFolder)
    }
}
