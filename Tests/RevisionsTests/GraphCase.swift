import Foundation
import Revisions
import Testing

/// One of the verified revision-graph cases of `Fixtures/graph-cases.json`.
struct GraphCase: Decodable, Sendable, CustomTestStringConvertible {
    struct Node: Decodable, Sendable {
        var id: String
        var down: [String]
        var depends_on: [String]
        var branch_labels: [String]
    }

    struct Expectation: Decodable, Sendable {
        var order: [String]?
        var final_heads: [String]?
        var heads: [String]?
        var revisions: [String]?
        var error: String?
    }

    struct Options: Decodable, Sendable {
        var head: String?
        var revisions: [String]?
        var resolve_dependencies: Bool?
        var check_heads: Bool?
    }

    enum Target: Decodable, Sendable {
        case one(String)
        case several([String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .one(text)
            } else {
                self = .several(try container.decode([String].self))
            }
        }

        var texts: [String] {
            switch self {
            case .one(let text): [text]
            case .several(let texts): texts
            }
        }
    }

    var name: String
    var revisions: [Node]
    var current: [String]
    var command: String
    var target: Target?
    var options: Options?
    var expect: Expectation

    var testDescription: String { name }
    var text: String { target?.texts.first ?? "" }

    func graph() throws(RevisionGraphError) -> RevisionGraph {
        try RevisionGraph.build(
            revisions.map {
                Revision(
                    id: $0.id,
                    downRevisions: $0.down,
                    dependsOn: $0.depends_on,
                    branchLabels: $0.branch_labels,
                    path: $0.id + ".sql"
                )
            }
        )
    }

    private struct File: Decodable {
        var cases: [GraphCase]
    }

    static let all: [GraphCase] = {
        do {
            let url = Bundle.module.url(forResource: "graph-cases", withExtension: "json", subdirectory: "Fixtures")
            let data = try Data(contentsOf: try #require(url))
            return try JSONDecoder().decode(File.self, from: data).cases
        } catch {
            Issue.record("the cases cannot be read: \(error)")
            return []
        }
    }()
}
