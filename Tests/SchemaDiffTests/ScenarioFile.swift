import Foundation
import SchemaModel
import Testing

/// A golden scenario: a text file `Scenarios/<topic>/<name>.txt` that shows the result of a difference between models
/// and database.
///
/// ```
/// # A description for people.
/// only: mariadb10.6, mysql8.0
///
/// == before
/// tables:
///   t: {columns: {id: int, a: int}}
/// == after
/// tables:
///   t: {columns: {id: int, a: bigint}}
/// == upgrade
/// -- change column t.a: type int → bigint
/// ALTER TABLE `t` MODIFY COLUMN `a` bigint(20) NOT NULL;
/// == upgrade[mysql]
/// …
/// ```
///
/// Lines above the first section are comments (`#`) and settings:
///
/// | setting | meaning |
/// |---|---|
/// | `only` | the servers for the scenario, each from a version on: `mariadb`, `mysql8.0`, `mariadb11.7` |
/// | `rename` | as for `--rename`: `t:u`, `t.a:b` |
/// | `ignore`, `ignore_kinds` | as in migrate.yaml: `tmp_*, log`, `trigger, event` |
/// | `definer`, `column_order` | `keep`, `ignore`, as in migrate.yaml |
/// | `costs`, `inspect_rows` | `true`: find out what each ALTER costs, and how many rows are at risk |
/// | `drop_unmanaged` | `true`, as `--drop-unmanaged` |
/// | `strangers` | tables of the database, and objects as `view x`, that no revision has made |
/// | `other_database` | `true`: the server has another, empty database, called `other_db` in all sections |
/// | `unlike_fresh` | `true` if a fresh database would differ in something that the models leave open |
/// | `lossy` | `true` if the downgrade cannot restore everything, and says so |
/// | `rows_fail`, `rows_fail_back` | why rows must make the upgrade or the downgrade fail |
///
/// Sections written by hand:
///
/// | section | contents |
/// |---|---|
/// | `before` | the schema document to create the database from; if missing, the database is empty |
/// | `sql` | statements to run then, for rows or manual changes; each ends with a semicolon at the end of a line |
/// | `rows` | rows for tables that do not accept generated ones, for example because of a check |
/// | `after` | the schema document to compare with the database; `same` means `before` |
/// | `kept` | queries whose result the upgrade must not change; `query => other query` if names change |
///
/// Sections written by `scripts/record-scenarios` and read by a person before they are committed:
///
/// | section | contents |
/// |---|---|
/// | `says` | the warnings and notes besides the script |
/// | `error` | the command's message if the models are refused |
/// | `upgrade`, `downgrade` | the scripts; an empty one is `nothing` |
/// | `fails` | the server's message if the upgrade fails because of the rows |
/// | `created` | SHOW CREATE after the upgrade for everything that has changed |
///
/// Every scenario whose scripts run is also run with rows. `ScenarioRows` generates some for each table without any.
///
/// `[mariadb11.8]` after a section's name marks a text for MariaDB from 11.8 on, `[mysql]` one for MySQL. The closest
/// one counts. A section without a mark applies to MariaDB 10.11, or to the only server of the scenario.
struct ScenarioFile: Sendable, CustomTestStringConvertible {
    struct Section: Sendable, Equatable {
        var name: String
        /// The mark, such as `mysql` or `mariadb11.8`; nil for all servers.
        var server: String?
        var text: String
    }

    static let inputs = ["before", "sql", "rows", "after", "kept"]
    static let outputs = ["says", "error", "upgrade", "fails", "downgrade", "created"]
    static let settings: Set<String> = [
        "only", "rename", "ignore", "ignore_kinds", "definer", "drop_unmanaged", "strangers", "lossy", "column_order",
        "costs", "inspect_rows", "other_database", "unlike_fresh",
        "rows_fail", "rows_fail_back",
    ]

    /// For example `keys/primary key under a foreign key`.
    var name: String
    var path: String
    /// The lines above the first section.
    var header: [String] = []
    var sections: [Section] = []
    var testDescription: String { name }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Scenarios")
        .path

    static func all() throws -> [ScenarioFile] {
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".txt") }.sorted().map { name in
            let path = folder + "/" + name
            return try ScenarioFile(
                name: String(name.dropLast(4)),
                path: path,
                text: String(contentsOfFile: path, encoding: .utf8)
            )
        }
    }

    init(name: String, path: String, text: String) throws {
        self.name = name
        self.path = path
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if let section = try Self.section(headedBy: line) {
                sections.append(section)
            } else if sections.isEmpty {
                header.append(line)
            } else {
                sections[sections.count - 1].text += line + "\n"
            }
        }
        for index in sections.indices { sections[index].text = Self.trimmed(sections[index].text) }
        for (index, section) in sections.enumerated() {
            let isTwice = sections[..<index].contains { $0.name == section.name && $0.server == section.server }
            if isTwice { throw ScenarioError("\(name): the section \(section.name) stands there twice") }
        }
        for line in header where !line.isEmpty && !line.hasPrefix("#") {
            let key = line.prefix { $0 != ":" }
            guard Self.settings.contains(String(key)) else { throw ScenarioError("\(name): unknown setting \(line)") }
        }
    }

    private static func section(headedBy line: String) throws -> Section? {
        guard line.hasPrefix("== ") else { return nil }
        let parts = line.dropFirst(3).split(separator: "[")
        let name = String(parts[0])
        guard inputs.contains(name) || outputs.contains(name) else { throw ScenarioError("unknown section: \(line)") }
        return Section(name: name, server: parts.count > 1 ? String(parts[1].dropLast()) : nil, text: "")
    }

    static func trimmed(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    func setting(_ key: String) -> String? {
        header.first { $0.hasPrefix(key + ":") }
            .map { $0.dropFirst(key.count + 1).trimmingCharacters(in: .whitespaces) }
    }

    func list(_ key: String) -> [String] {
        (setting(key) ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    // MARK: - Servers

    func runs(on profile: ServerProfile) -> Bool {
        let servers = list("only")
        return servers.isEmpty || servers.contains { ServerName($0)?.includes(profile) == true }
    }

    /// Returns the section's text for the server: that with the closest mark, or "" if there is none.
    func text(_ section: String, on profile: ServerProfile) -> String {
        let text = closest(section, on: profile, but: nil)?.text ?? ""
        return text == "nothing" ? "" : text
    }

    private func closest(_ name: String, on profile: ServerProfile, but excluded: String?) -> Section? {
        sections.filter { section in
            guard section.name == name else { return false }
            guard let server = section.server else { return true }
            return server != excluded && ServerName(server)?.includes(profile) == true
        }
        .max { ($0.server.flatMap(ServerName.init)?.rank ?? -1) < ($1.server.flatMap(ServerName.init)?.rank ?? -1) }
    }

    /// Returns the mark for texts recorded on a server: nil if unmarked sections are for this server.
    private func mark(for profile: ServerProfile) -> String? {
        let servers = list("only")
        if profile.flavor == .mysql {
            return servers.contains { $0.hasPrefix("mariadb") } || servers.isEmpty ? "mysql" : nil
        }
        var base = profile
        base.version = ServerProfile.Version(10, 11)
        let version = (profile.version.major, profile.version.minor)
        return version == (10, 11) || !runs(on: base) ? nil : "mariadb\(version.0).\(version.1)"
    }

    /// Writes the outcome on the server into its sections, and removes those that equal another section.
    mutating func record(_ outcome: [String: String], on profile: ServerProfile) {
        let mark = mark(for: profile)
        for name in Self.outputs {
            let text = outcome[name] ?? ""
            sections.removeAll { $0.name == name && $0.server == mark }
            let other = mark == nil ? "" : closest(name, on: profile, but: mark)?.text ?? ""
            if text == (other == "nothing" ? "" : other), mark != nil { continue }
            let isWritten =
                !text.isEmpty || mark != nil || ["upgrade", "downgrade"].contains(name) && outcome["error"] == ""
            if isWritten { sections.append(Section(name: name, server: mark, text: text.isEmpty ? "nothing" : text)) }
        }
        let order = Self.inputs + Self.outputs
        func place(_ section: Section) -> (Int, String) {
            (Self.inputs.contains(section.name) ? 0 : order.firstIndex(of: section.name) ?? 0, section.server ?? "")
        }
        sections = sections.enumerated().sorted {
            let (left, right) = (place($0.element), place($1.element))
            return left.0 == 0 && right.0 == 0 ? $0.offset < $1.offset : left < right
        }
        .map(\.element)
    }

    var text: String {
        var lines = header
        while lines.last?.isEmpty == true { lines.removeLast() }
        if !lines.isEmpty { lines.append("") }
        for section in sections {
            lines.append("== " + section.name + (section.server.map { "[\($0)]" } ?? ""))
            if !section.text.isEmpty { lines.append(section.text) }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// A kind of server, from a version on: `mysql`, `mariadb11.8`.
private struct ServerName {
    var flavor: ServerProfile.Flavor
    var version: ServerProfile.Version

    init?(_ text: String) {
        let word = text.prefix { $0.isLetter }
        guard let flavor = ServerProfile.Flavor(rawValue: String(word)) else { return nil }
        let numbers = text.dropFirst(word.count).split(separator: ".").compactMap { Int($0) }
        self.flavor = flavor
        version = ServerProfile.Version(numbers.first ?? 0, numbers.count > 1 ? numbers[1] : 0)
    }

    func includes(_ profile: ServerProfile) -> Bool { profile.flavor == flavor && profile.version >= version }

    /// The higher the rank, the closer to a server that it includes.
    var rank: Int { version.major * 1000 + version.minor }
}

struct ScenarioError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
