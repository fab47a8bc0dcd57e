package import DiagnosticModel

/// A node of a YAML (or JSON) document and its location.
package struct YAMLNode: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        /// `isPlain` is false for quoted and block scalars, which are always strings.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        /// In document order. Keys are unique.
        case mapping([Entry])
    }

    package struct Entry: Hashable, Sendable {
        package let key: String
        package let keyLocation: SourceLocation
        package let value: YAMLNode

        package init(key: String, keyLocation: SourceLocation, value: YAMLNode) {
            self.key = key
            self.keyLocation = keyLocation
            self.value = value
        }
    }

    package let value: Value
    package let location: SourceLocation

    package init(value: Value, location: SourceLocation) {
        self.value = value
        self.location = location
    }

    /// Whether the value is `null`, `~` or empty.
    package var isNull: Bool {
        if case .scalar(let text, isPlain: true) = value {
            ["", "~", "null", "Null", "NULL"].contains(text)
        } else {
            false
        }
    }

    /// The text of any scalar except null.
    package var string: String? {
        if case .scalar(let text, _) = value, !isNull { text } else { nil }
    }

    package var int: Int? {
        if case .scalar(let text, isPlain: true) = value { Int(text) } else { nil }
    }

    package var bool: Bool? {
        guard case .scalar(let text, isPlain: true) = value else { return nil }
        return switch text {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }

    package var sequence: [YAMLNode]? {
        if case .sequence(let nodes) = value { nodes } else { nil }
    }

    package var mapping: [Entry]? {
        if case .mapping(let entries) = value { entries } else { nil }
    }

    package subscript(key: String) -> YAMLNode? {
        mapping?.first { $0.key == key }?.value
    }

    /// The kind of node for an error message: `a list`, `a mapping`, `a number`, …
    package var kind: String {
        switch value {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar where isNull: "nothing"
        case .scalar where bool != nil: "true or false"
        case .scalar where int != nil: "a number"
        case .scalar: "text"
        }
    }
}
