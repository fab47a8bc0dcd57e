import SchemaModel
import TestSupport

/// The settings for trying a pair of schemas. The seed chooses them, and they stay while the pair is shrunk.
struct TrialSettings: Hashable, CustomStringConvertible {
    let seed: UInt64
    /// The mode of the session that compares and runs the scripts; nil means the server's.
    var sqlMode: String?
    /// Whether the server stores table names in lower case and the documents vary the case.
    var keepsLowerCase: Bool
    /// Whether some table names have a capital, and a rename may change only the case.
    var hasCapitals: Bool
    /// Whether defaults and rows include dates with zeros.
    var hasZeroDates: Bool
    /// The engines that tables may have; none means only InnoDB.
    var engines: [String]

    /// - Parameter canKeepLowerCase: Whether there is a server that stores names in lower case.
    init(seed: UInt64, flavor: ServerProfile.Flavor, canKeepLowerCase: Bool) {
        var generator = SeededGenerator(seed: ~seed)
        self.seed = seed
        sqlMode = generator.chance(50) ? nil : generator.pick(Self.modes + (flavor == .mariadb ? ["ANSI,MSSQL"] : []))
        hasCapitals = generator.chance(40)
        keepsLowerCase = generator.chance(20) && canKeepLowerCase
        hasZeroDates = generator.chance(25)
        let engines = ["MyISAM", "MEMORY"] + (flavor == .mariadb ? ["Aria"] : [])
        self.engines = generator.chance(25) ? ["InnoDB"] + engines : []
    }

    private static let modes = [
        "", "STRICT_ALL_TABLES", "STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE", "NO_ZERO_DATE,NO_ZERO_IN_DATE",
        "STRICT_ALL_TABLES,NO_ZERO_DATE", "STRICT_ALL_TABLES,NO_ZERO_IN_DATE", "TRADITIONAL",
        "ANSI_QUOTES,STRICT_TRANS_TABLES", "ANSI", "NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES",
        "ANSI_QUOTES,NO_BACKSLASH_ESCAPES", "PAD_CHAR_TO_FULL_LENGTH,STRICT_TRANS_TABLES", "NO_AUTO_VALUE_ON_ZERO",
        "PIPES_AS_CONCAT,IGNORE_SPACE,HIGH_NOT_PRECEDENCE", "NO_UNSIGNED_SUBTRACTION,REAL_AS_FLOAT",
    ]

    var description: String {
        let parts = [
            sqlMode.map { "sql_mode '\($0)'" }, keepsLowerCase ? "lower_case_table_names=1" : nil,
            hasCapitals ? "capitals" : nil, hasZeroDates ? "zero dates" : nil,
            engines.isEmpty ? nil : engines.joined(separator: ", "),
        ]
        let text = parts.compactMap { $0 }.joined(separator: "; ")
        return text.isEmpty ? "the server's own settings" : text
    }

    func tableName(_ number: Int) -> String { (hasCapitals && number.isMultiple(of: 2) ? "T" : "t") + "\(number)" }

    /// Returns the schema with the case varied, as a person may write it who knows that the server ignores case.
    func spelled(_ schema: Schema) -> Schema {
        guard keepsLowerCase, hasCapitals else { return schema }
        var generator = SeededGenerator(seed: seed)
        func other(_ name: String) -> String { generator.pick([name, name.lowercased(), name.uppercased()]) }
        var schema = schema
        for index in schema.tables.indices {
            schema.tables[index].name = other(schema.tables[index].name)
            schema.tables[index].renamedFrom = schema.tables[index].renamedFrom.map(other)
            for key in schema.tables[index].foreignKeys.indices {
                let parent = schema.tables[index].foreignKeys[key].referencedTable
                schema.tables[index].foreignKeys[key].referencedTable = other(parent)
            }
        }
        for index in schema.objects.indices {
            guard case .trigger(var trigger) = schema.objects[index] else { continue }
            trigger.table = other(trigger.table)
            schema.objects[index] = .trigger(trigger)
        }
        return schema
    }
}
