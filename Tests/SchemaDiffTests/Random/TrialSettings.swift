import SchemaModel
import TestSupport

/// What a pair of schemas is tried under: the seed chooses it, and it stays while the pair is made smaller.
struct TrialSettings: Hashable, CustomStringConvertible {
    let seed: UInt64
    /// The mode of the session that compares and runs the scripts; nil is the server's.
    var sqlMode: String?
    /// The server keeps names of tables in lower case, and they are spelled now so, now so.
    var keepsLowerCase: Bool
    /// Some names of tables have a capital, and a rename may be one of case alone.
    var hasCapitals: Bool
    /// Dates with zeros are among the defaults and the rows.
    var hasZeroDates: Bool
    /// What tables may have; none is InnoDB alone.
    var engines: [String]

    /// - Parameter canKeepLowerCase: whether there is a server that does.
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

    /// The schema as a person may spell it, who knows that the server keeps names in lower case.
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
