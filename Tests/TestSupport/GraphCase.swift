package import Foundation

/// A verified revision-graph case of `Fixtures/graph-cases.json`.
package struct GraphCase: Decodable, Sendable, CustomStringConvertible {
    package struct Node: Decodable, Sendable {
        package var id: String
        package var down: [String]
        package var depends_on: [String]
        package var branch_labels: [String]
    }

    package struct Expectation: Decodable, Sendable {
        package var order: [String]?
        package var final_heads: [String]?
        package var heads: [String]?
        package var heads_after_each_step: [[String]]?
        package var revisions: [String]?
        package var error: String?
    }

    package struct Options: Decodable, Sendable {
        package var head: String?
        package var revisions: [String]?
        package var resolve_dependencies: Bool?
        package var check_heads: Bool?
    }

    package enum Target: Decodable, Sendable {
        case one(String)
        case several([String])

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .one(text)
            } else {
                self = .several(try container.decode([String].self))
            }
        }

        package var texts: [String] {
            switch self {
            case .one(let text): [text]
            case .several(let texts): texts
            }
        }
    }

    package var name: String
    package var revisions: [Node]
    package var current: [String]
    package var command: String
    package var target: Target?
    package var options: Options?
    package var order_unique: Bool?
    package var expect: Expectation

    package var description: String { name }
    package var text: String { target?.texts.first ?? "" }

    private struct File: Decodable {
        var cases: [GraphCase]
    }

    package static let all: [GraphCase] = {
        do {
            let url = Bundle.module.url(forResource: "graph-cases", withExtension: "json", subdirectory: "Fixtures")
            guard let url else { throw TestSupportError("no graph-cases.json") }
            let data = try Data(contentsOf: url)
            return try JSONDecoder().decode(File.self, from: data).cases
        } catch {
            // The test that counts the cases reports that they are missing.
            return []
        }
    }()
}

extension Bundle {
    /// Returns a folder of `Fixtures`.
    package static func fixtures(_ name: String) -> URL? {
        Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures")
    }
}
