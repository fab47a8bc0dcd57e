import Revisions
import SQLStatements
import SchemaDiff
import SchemaDocument
import SchemaModel
import SchemaSQL

/// Measures operations within one process, and prints a table. `scripts/bench` runs it.
@main enum Operations {
    static func main() throws {
        print("One operation: the least of \(runs) runs. × baseline: how many times the baseline in brackets it takes.")
        print(line("", "CPU", "allocations", "instructions", "× baseline"))
        try reading()
        try comparing()
    }

    private static let runs = 7

    /// Texts. Their baseline looks at every byte once.
    private static func reading() throws {
        let script = Array(Samples.script.utf8)
        try measure("lexer, 1 kB of SQL", per: script.count / 1000, scanning: script) {
            var lexer = SQLLexer(script)
            while try lexer.next() != nil {}
        }
        try measure("splitter, 1 kB of SQL", per: script.count / 1000, scanning: script) {
            _ = try StatementSplitter.split(script)
        }
        try measure("revision file", per: 1_000, scanning: Array(Samples.revision.utf8), times: 1_000) {
            for _ in 0..<1_000 { _ = try RevisionFolder.revision(Samples.revision) }
        }
        let document = Samples.document()
        try measure("document in YAML, one table", per: Samples.tableCount, scanning: Array(document.utf8)) {
            _ = try SchemaDocument.read(texts: [(document, "models.yaml")])
        }
        let profile = ServerProfile(
            flavor: .mariadb,
            version: ServerProfile.Version(10, 11, 14),
            charsetOfCollation: ["utf8mb4_general_ci": "utf8mb4"]
        )
        let parser = ShowCreateTableParser(profile: profile)
        let definition = Array(Samples.definition.utf8)
        try measure("SHOW CREATE TABLE, one table", per: 1_000, scanning: definition, times: 1_000) {
            for _ in 0..<1_000 { _ = try parser.parse(definition) }
        }
    }

    /// Schemas. Their baseline asks whether all tables are equal.
    private static func comparing() throws {
        func schema(changed: Bool) throws -> Schema {
            try SchemaDocument.read(texts: [(Samples.document(changed: changed), "models.yaml")])
        }
        let (before, same, after) = (try schema(changed: false), try schema(changed: false), try schema(changed: true))
        let equality = Counters.least(of: runs) { precondition(before == same) }
        for (name, target, count) in [("unchanged", same, 0), ("changed", after, Samples.tableCount)] {
            let used = Counters.least(of: runs) {
                let renames = RenameMap(renames: [], from: before, to: target, flavor: .mariadb)
                let difference = SchemaDifference(from: before, to: target, renames: renames)
                precondition(difference.changes.count == count)
            }
            tell("diff, one table that is \(name)", used, per: Samples.tableCount, baseline: equality, "==")
        }
    }

    private static func measure(
        _ name: String,
        per count: Int,
        scanning bytes: [UInt8],
        times: Int = 1,
        _ body: () throws -> Void
    ) rethrows {
        let scan = Counters.least(of: runs) {
            var lines = 0
            for _ in 0..<times { for byte in bytes where byte == UInt8(ascii: "\n") { lines &+= 1 } }
            precondition(lines > 0)
        }
        tell(name, try Counters.least(of: runs, body), per: count, baseline: scan, "scan")
    }

    private static func tell(_ name: String, _ used: Counters, per count: Int, baseline: Counters, _ kind: String) {
        let count = UInt64(count)
        let instructions = used.instructions == 0 ? "not counted" : "\(used.instructions / count)"
        let times = used.nanoseconds / max(1, baseline.nanoseconds)
        print(
            line(
                name,
                "\(used.nanoseconds / count) ns",
                "\(used.allocations / count)",
                instructions,
                "\(times) (\(kind))"
            )
        )
    }

    private static func line(_ name: String, _ cells: String...) -> String {
        func spaces(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(1, width - text.count))
        }
        return name + spaces(name, 34) + cells.map { spaces($0, 14) + $0 }.joined()
    }
}
