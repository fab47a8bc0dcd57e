internal import DatabaseSettings
internal import DiagnosticModel
internal import SchemaModel
internal import SwiftMigPlatform
internal import YAMLDocument

extension Configuration {
    /// Reads the settings. Options come first, then `SWIFTMIG_*`, then `DATABASE_URL` for the URL, then the file
    /// overlaid with the selected environment, and last the defaults.
    ///
    /// - Parameters:
    ///   - environment: The variables of the process.
    ///   - currentDirectory: The absolute folder at which paths in options and variables start.
    ///   - requiresFile: False for a command that needs no settings, which gets the defaults in an empty folder.
    /// - Throws: `ConfigurationError`.
    package static func load(
        flags: ConfigurationFlags,
        environment: [String: String],
        currentDirectory: String,
        requiresFile: Bool = true
    ) throws(ConfigurationError) -> Configuration {
        let loader = ConfigurationLoader(
            flags: flags,
            environment: environment,
            currentDirectory: currentDirectory,
            requiresFile: requiresFile
        )
        return try loader.load()
    }
}

private struct ConfigurationLoader {
    let flags: ConfigurationFlags
    let environment: [String: String]
    let currentDirectory: String
    let requiresFile: Bool

    /// An empty variable counts as unset.
    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func load() throws(ConfigurationError) -> Configuration {
        let (path, pathSource) = configPath()
        guard let root = try readFile(path, pathSource) else {
            let reader = reader(YAMLNode(value: .mapping([]), location: SourceLocation(file: path)), currentDirectory)
            return try configuration(reader, file: nil)
        }
        try ConfigurationShape.file.check(root, at: "")
        let folder = PathName.folder(of: PathName.absolute(path, in: currentDirectory))
        return try configuration(reader(try withEnvironment(root), folder), file: path)
    }

    private func reader(_ root: YAMLNode, _ folder: String) -> SettingReader {
        SettingReader(
            root: root,
            environment: environment,
            projectFolder: folder,
            currentDirectory: currentDirectory
        )
    }

    private func configPath() -> (String, ValueSource) {
        if let path = flags.configPath { return (path, .flag("--config")) }
        if let path = variable("SWIFTMIG_CONFIG") { return (path, .environment("SWIFTMIG_CONFIG")) }
        return ("migrate.yaml", .default)
    }

    /// Returns nil if there is no file and none is needed.
    private func readFile(_ path: String, _ source: ValueSource) throws(ConfigurationError) -> YAMLNode? {
        let absolute = PathName.absolute(path, in: currentDirectory)
        if source == .default, !FileSystem.exists(absolute) {
            let hasURL =
                flags.url != nil || variable("SWIFTMIG_DATABASE_URL") != nil || variable("SWIFTMIG_URL") != nil
                || variable("DATABASE_URL") != nil
            if requiresFile, !hasURL { throw .noFile(path: path) }
            if let (name, source) = environmentName() { throw .unknownEnvironment(name, known: [], source) }
            return nil
        }
        let text: String
        do { text = try TextFile.read(absolute) } catch { throw .cannotRead(error, source) }
        do { return try SandboxScalar.read(text, file: path) } catch { throw .yaml(error) }
    }

    private func environmentName() -> (String, ValueSource)? {
        if let name = flags.environmentName { return (name, .flag("--env")) }
        return variable("SWIFTMIG_ENV").map { ($0, .environment("SWIFTMIG_ENV")) }
    }

    private func withEnvironment(_ root: YAMLNode) throws(ConfigurationError) -> YAMLNode {
        guard let (name, source) = environmentName() else { return root }
        let environments = root["environments"]?.mapping ?? []
        guard let chosen = environments.first(where: { $0.key == name }) else {
            throw .unknownEnvironment(name, known: environments.map(\.key), source)
        }
        return chosen.value.isNull ? root : root.overlaid(with: chosen.value)
    }

    private func configuration(_ reader: SettingReader, file: String?) throws(ConfigurationError) -> Configuration {
        var result = Configuration(projectFolder: reader.projectFolder)
        result.file = file
        result.environmentName = environmentName()?.0

        func set<Value>(
            _ property: WritableKeyPath<Configuration, Value>,
            _ key: String,
            _ setting: SettingReader.Setting<Value>?
        ) {
            guard let setting else { return }
            result[keyPath: property] = setting.value
            result.sources[key] = setting.source
        }
        set(\.migrations, "migrations", try reader.paths("migrations"))
        set(\.fileTemplate, "file_template", try reader.name("file_template", expected: "a template"))
        set(\.isRecursive, "recursive", try reader.flag("recursive"))
        set(\.slugLength, "truncate_slug_length", try reader.count("truncate_slug_length"))
        set(\.timeZone, "timezone", try reader.name("timezone", expected: "a time zone"))
        set(\.versionTable, "version_table", try reader.tableName("version_table"))
        set(\.journalTable, "journal_table", try reader.tableName("journal_table"))
        if result.versionTable.lowercased() == result.journalTable.lowercased() {
            let key = result.source(of: "journal_table") == .default ? "version_table" : "journal_table"
            throw .badValue(
                key: key,
                value: result.versionTable,
                expected: "another table than \(key == "version_table" ? "the journal's" : "version_table")",
                result.source(of: key)
            )
        }
        set(\.lockTimeout, "lock.timeout", try reader.duration("lock.timeout"))
        set(\.lockWait, "lock.wait", try reader.lockWait("lock.wait"))
        set(\.lockTable, "lock.table", try reader.tableName("lock.table"))
        set(\.lockRetries, "lock.retries", try reader.count("lock.retries", Configuration.lockRetriesRange))
        set(\.maxReplicaLag, "batches.max_lag", try reader.duration("batches.max_lag"))
        set(\.ignoreTables, "ignore.tables", try reader.texts("ignore.tables"))
        set(\.ignoreKinds, "ignore.kinds", try ignoredKinds(reader))
        set(\.keepsDefiners, "definer", try choice("definer", yes: "keep", no: "ignore", reader))
        set(\.ignoresColumnOrder, "column_order", try choice("column_order", yes: "ignore", no: "move", reader))
        if let node = reader.node("hooks.after_write") {
            result.afterWriteHooks = try hooks(node, reader)
            result.sources["hooks.after_write"] = .file(node.location)
        }
        try readModels(reader, into: &result)
        try readDatabases(reader, into: &result)
        return result
    }

    private func ignoredKinds(
        _ reader: SettingReader
    ) throws(ConfigurationError) -> SettingReader.Setting<Set<StoredObject.Kind>>? {
        guard let setting = try reader.texts("ignore.kinds") else { return nil }
        let known = StoredObject.Kind.allCases
        var kinds: Set<StoredObject.Kind> = []
        for text in setting.value {
            guard let kind = known.first(where: { $0.rawValue == text || $0.plural == text }) else {
                let words = known.map(\.rawValue).joined(separator: ", ")
                throw .badValue(key: "ignore.kinds", value: text, expected: "one of \(words)", setting.source)
            }
            kinds.insert(kind)
        }
        return SettingReader.Setting(value: kinds, source: setting.source)
    }

    /// Reads a setting with two possible values.
    private func choice(
        _ key: String,
        yes: String,
        no: String,
        _ reader: SettingReader
    ) throws(ConfigurationError) -> SettingReader.Setting<Bool>? {
        guard let setting = try reader.text(key) else { return nil }
        switch setting.value {
        case yes: return SettingReader.Setting(value: true, source: setting.source)
        case no: return SettingReader.Setting(value: false, source: setting.source)
        default: throw .badValue(key: key, value: setting.value, expected: "\(no) or \(yes)", setting.source)
        }
    }

    private func readModels(_ reader: SettingReader, into result: inout Configuration) throws(ConfigurationError) {
        guard let node = reader.node("models"), let entries = node.mapping?.filter({ !$0.value.isNull }) else { return }
        let sources = entries.filter { $0.key != "timeout" }
        if sources.count > 1 { throw .exclusiveKeys(sources[0].key, sources[1].key, sources[1].keyLocation) }
        result.sources["models"] = .file(node.location)
        if let patterns = try reader.paths("models.file") { result.models = .file(patterns.value) }
        if let patterns = try reader.paths("models.sql") { result.models = .sql(patterns.value) }
        if let command = try reader.texts("models.command") {
            guard command.value.first?.isEmpty == false else {
                throw .badValue(
                    key: "models.command",
                    value: "",
                    expected: "a program and its arguments",
                    command.source
                )
            }
            // The first build of a models package takes minutes, not hours.
            let timeout = try reader.duration("models.timeout")?.value ?? .seconds(600)
            result.models = .command(command.value, timeout: timeout)
        }
    }

    /// Reads the hooks. Each is a list of words, or a text that is split at spaces.
    private func hooks(_ node: YAMLNode, _ reader: SettingReader) throws(ConfigurationError) -> [[String]] {
        let key = "hooks.after_write"
        var hooks: [[String]] = []
        for item in node.sequence ?? [] {
            var words: [String] = []
            for word in item.sequence ?? [item] {
                guard let text = word.string else {
                    throw .wrongType(key: key, expected: "text", found: word.kind, word.location)
                }
                words.append(try reader.expand(text, key: key, at: word.location))
            }
            if item.sequence == nil { words = words[0].split(separator: " ").map(String.init) }
            guard words.first?.isEmpty == false else {
                throw .badValue(key: key, value: "", expected: "a program and its arguments", .file(item.location))
            }
            hooks.append(words)
        }
        return hooks
    }

    // MARK: Databases

    private func readDatabases(_ reader: SettingReader, into result: inout Configuration) throws(ConfigurationError) {
        var defaults = ConnectionSettings.usual
        defaults.tls = try tls(reader)
        if let setting = try reader.duration("database.connect_timeout") { defaults.connectTimeout = setting.value }
        defaults.readTimeout = try reader.duration("database.read_timeout")?.value
        if let setting = try reader.flag("database.allow_cleartext_password") {
            defaults.allowsCleartextPassword = setting.value
        }
        if let setting = try reader.text("database.sql_mode") {
            guard setting.value.utf8.allSatisfy({ ($0 | 32) >= 97 && ($0 | 32) <= 122 || $0 == 95 || $0 == 44 }) else {
                throw .badValue(
                    key: "database.sql_mode",
                    value: setting.value,
                    expected: "modes with commas between them, such as STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION",
                    setting.source
                )
            }
            defaults.sqlMode = setting.value
        }
        result.sqlMode = defaults.sqlMode
        if let setting = try reader.flag("database.local_infile") { defaults.sendsLocalFiles = setting.value }
        result.tls = defaults.tls
        result.connectTimeout = defaults.connectTimeout

        let url = Result { () throws(ConfigurationError) in try databaseURL(reader) }
        result.databaseResult = try target(url, "database.url", defaults, &result.sources)
        let scratch = Result { () throws(ConfigurationError) in try reader.text("scratch") }
        result.scratchResult = try target(scratch, "scratch", defaults, &result.sources)
        result.replicasResult = try replicas(reader, defaults, &result.sources)
    }

    private func replicas(
        _ reader: SettingReader,
        _ defaults: ConnectionSettings,
        _ sources: inout [String: ValueSource]
    ) throws(ConfigurationError) -> Result<[ConnectionSettings], ConfigurationError> {
        let key = "batches.replicas"
        let urls: SettingReader.Setting<[String]>?
        do {
            urls = try reader.texts(key)
        } catch {
            if case .unsetVariable = error { return .failure(error) }
            throw error
        }
        guard let urls else { return .success([]) }
        sources[key] = urls.source
        var replicas: [ConnectionSettings] = []
        for url in urls.value {
            let target: DatabaseTarget
            do {
                target = try DatabaseTarget.parse(url: url, defaults: defaults)
            } catch {
                throw .url(error, key: key, urls.source)
            }
            switch target {
            case .server(let settings): replicas.append(settings)
            case .sandbox:
                throw .badValue(key: key, value: "sandbox:", expected: "URLs of servers", urls.source)
            }
        }
        return .success(replicas)
    }

    private func databaseURL(_ reader: SettingReader) throws(ConfigurationError) -> SettingReader.Setting<String>? {
        if let url = flags.url { return SettingReader.Setting(value: url, source: .flag("--url")) }
        for name in ["SWIFTMIG_URL", "SWIFTMIG_DATABASE_URL", "DATABASE_URL"] {
            if let url = variable(name) { return SettingReader.Setting(value: url, source: .environment(name)) }
        }
        return try reader.text("database.url")
    }

    /// Parses a database URL. An unset variable is reported when the database is used, any other error at once.
    private func target(
        _ url: Result<SettingReader.Setting<String>?, ConfigurationError>,
        _ key: String,
        _ defaults: ConnectionSettings,
        _ sources: inout [String: ValueSource]
    ) throws(ConfigurationError) -> Result<DatabaseTarget, ConfigurationError> {
        let setting: SettingReader.Setting<String>?
        do {
            setting = try url.get()
        } catch {
            if case .unsetVariable = error { return .failure(error) }
            throw error
        }
        guard let setting else { return .success(.sandbox(database: nil)) }
        sources[key] = setting.source
        do {
            return .success(try DatabaseTarget.parse(url: setting.value, defaults: defaults))
        } catch {
            throw .url(error, key: key, setting.source)
        }
    }

    private func tls(_ reader: SettingReader) throws(ConfigurationError) -> TLSSettings {
        var tls = TLSSettings()
        tls.ca = try reader.path("database.tls.ca")?.value
        tls.certificate = try reader.path("database.tls.certificate")?.value
        tls.key = try reader.path("database.tls.key")?.value
        if let setting = try reader.text("database.tls.mode") {
            guard let mode = TLSSettings.Mode(text: setting.value) else {
                throw .badValue(
                    key: "database.tls.mode",
                    value: setting.value,
                    expected: TLSSettings.Mode.choices,
                    setting.source
                )
            }
            tls.mode = mode
        } else {
            tls.mode = .usual(with: tls.ca)
        }
        return tls
    }
}

extension YAMLNode {
    /// Merges mappings key by key. Any other value is replaced, and `models` is replaced as a whole.
    fileprivate func overlaid(with other: YAMLNode) -> YAMLNode {
        guard let mine = mapping, let theirs = other.mapping else { return other }
        var entries = mine
        for entry in theirs {
            if let index = entries.firstIndex(where: { $0.key == entry.key }) {
                let value = entry.key == "models" ? entry.value : entries[index].value.overlaid(with: entry.value)
                entries[index] = Entry(key: entry.key, keyLocation: entry.keyLocation, value: value)
            } else {
                entries.append(entry)
            }
        }
        return YAMLNode(value: .mapping(entries), location: location)
    }
}
