internal import DiagnosticModel
internal import SchemaModel
internal import YAMLDocument

/// Reads a table's `checks`: a mapping by name, or a list without names.
struct CheckReader {
    let table: String
    let naming: NamePatterns
    let problems: ProblemList

    func checks(_ fields: Fields) -> [Check] {
        guard let node = fields["checks"] else { return [] }
        switch node.value {
        case .mapping(let entries):
            return entries.compactMap { check($0.value, name: $0.key, at: $0.keyLocation) }
        case .sequence(let nodes):
            var checks = nodes.compactMap { check($0, name: $0["name"]?.string, at: $0.location) }
            var number = 0
            for index in checks.indices where checks[index].name.isEmpty {
                number += 1
                checks[index].name = naming.checkName(number: number, table: table, taken: checks.map(\.name))
            }
            return checks
        case .scalar:
            fields.wrongType("checks", expected: "a mapping from names, or a list", node)
            return []
        }
    }

    private func check(_ node: YAMLNode, name: String?, at location: SourceLocation) -> Check? {
        let place = DocumentPlace.check(name, table: table)
        if let text = node.string?.trimmedSQL, !text.isEmpty {
            return Check(name: name ?? "", expression: text, origin: Origin(location))
        }
        guard node.mapping != nil else {
            problems.add(
                .wrongType(key: name ?? "", in: place, expected: "an SQL expression", found: node.kind),
                at: node.location
            )
            return nil
        }
        guard let fields = Fields(node, place, key: name ?? "", known: ["sql", "enforced", "name"], problems) else {
            return nil
        }
        let isEnforced = fields.bool("enforced") ?? true
        guard fields["sql"] != nil else {
            fields.missing("sql", at: location)
            return nil
        }
        return fields.sql("sql").map {
            Check(name: name ?? "", expression: $0, isEnforced: isEnforced, origin: Origin(location))
        }
    }
}
