import SchemaModel
import TestSupport

/// Generates random valid schemas, and random changes to them.
struct RandomSchema {
    var generator: SeededGenerator
    let flavor: ServerProfile.Flavor
    let settings: TrialSettings

    init(_ settings: TrialSettings, flavor: ServerProfile.Flavor) {
        generator = SeededGenerator(seed: settings.seed)
        self.flavor = flavor
        self.settings = settings
    }

    /// Returns a schema and another one derived from it by a few changes.
    mutating func pair() -> SchemaPair {
        // Undeclared collations do not count as differences, so these are declared.
        let defaults = TableOptions(charset: "utf8mb4", collation: "utf8mb4_general_ci")
        var before = Schema(
            defaults: defaults,
            tables: (0..<generator.number(1...4)).map { table(settings.tableName($0)) }
        )
        if generator.chance(40) { for _ in 0..<generator.number(1...4) { addObject(to: &before) } }
        before = before.repaired(for: flavor)
        var after = before
        for _ in 0..<generator.number(1...8) { mutate(&after) }
        after = after.repaired(for: flavor)
        rename(in: &after, from: before)
        return SchemaPair(before: before, after: after).repaired(for: flavor)
    }

    mutating func text() -> String {
        generator.pick([
            "", "a", "it's", "back\\slash", "new\nline", "ünïcödé", "`tick` \"quote\"", "-- no comment", "semi;colon",
            "😀 beyond",
        ])
    }

    mutating func collation() -> String {
        generator.pick(["utf8mb4_bin", "utf8mb4_unicode_ci", "latin1_swedish_ci", "ascii_bin"])
    }
}
