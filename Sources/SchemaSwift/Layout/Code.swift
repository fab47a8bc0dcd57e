/// Swift code that knows where it may break, so that the output matches swift-format.
indirect enum Code {
    /// Text that never breaks.
    case text(String)
    /// A string literal with this value.
    case string(String)
    /// `name(arguments)`
    case call(String, [Argument])
    /// `[elements]`
    case array([Code])
    /// `base.member(…).member(…)`. Members start with the dot.
    case chain(Code, [Code])
    /// `head { lines }`, always on several lines.
    case block(Code, [Code])

    /// Returns an entry of a dictionary literal.
    static func pair(_ key: String, _ value: Code) -> Code {
        .text("\(StringLiteral.oneLine(key)): \(value.flat ?? "")")
    }

    struct Argument {
        var label: String?
        var value: Code

        init(_ label: String? = nil, _ value: Code) {
            self.label = label
            self.value = value
        }

        var prefix: String { label.map { $0 + ": " } ?? "" }
    }

    /// The maximum line length in characters.
    static let width = 120
    static let step = 4

    /// Returns the code starting at `column` of a line indented by `indentation`.
    ///
    /// - Parameters:
    ///   - trailing: The number of characters that follow on the last line.
    ///   - isLabelled: Whether an argument label precedes the code. The lines of a literal are then indented further.
    func text(at column: Int, indentation: Int, trailing: Int = 0, isLabelled: Bool = false) -> String {
        if let flat, column + flat.count + trailing <= Self.width { return flat }
        switch self {
        case .text(let text): return text
        case .string(let value):
            return StringLiteral.lines(value, indentation: isLabelled ? indentation + Self.step : indentation)
                .joined(separator: "\n")
        case .call(let name, let arguments):
            if arguments.isEmpty { return name + "()" }
            return name + "(" + Self.broken(arguments, indentation) + ")"
        case .array(let elements):
            if elements.isEmpty { return "[]" }
            return "[" + Self.broken(elements.map { Argument(nil, $0) }, indentation, trailingComma: true) + "]"
        case .chain(let base, let members):
            var text = base.text(at: column, indentation: indentation)
            let isBroken = text.contains("\n")
            let inner = isBroken ? indentation : indentation + Self.step
            for member in members {
                text += "\n" + Self.blank(inner) + member.text(at: inner, indentation: inner, trailing: trailing)
            }
            return text
        case .block(let head, let lines):
            let inner = indentation + Self.step
            var text = head.text(at: column, indentation: indentation, trailing: 2) + " {\n"
            for line in lines { text += Self.blank(inner) + line.text(at: inner, indentation: inner) + "\n" }
            return text + Self.blank(indentation) + "}"
        }
    }

    /// Returns the code on a separate line.
    func line(indentation: Int) -> String {
        Self.blank(indentation) + text(at: indentation, indentation: indentation) + "\n"
    }

    private static func broken(_ arguments: [Argument], _ indentation: Int, trailingComma: Bool = false) -> String {
        let inner = indentation + step
        var text = "\n"
        for (index, argument) in arguments.enumerated() {
            let isLast = index == arguments.count - 1
            let hasComma = !isLast || (trailingComma && arguments.count > 1)
            text += blank(inner) + argument.prefix
            text += argument.value.text(
                at: inner + argument.prefix.count,
                indentation: inner,
                trailing: hasComma ? 1 : 0,
                isLabelled: argument.label != nil
            )
            text += hasComma ? ",\n" : "\n"
        }
        return text + blank(indentation)
    }

    /// The code on one line; nil if that is not possible.
    private var flat: String? {
        switch self {
        case .text(let text): return text
        case .string(let value): return StringLiteral.line(value)
        case .call(let name, let arguments): return Self.flat(arguments).map { "\(name)(\($0))" }
        case .array(let elements): return Self.flat(elements.map { Argument(nil, $0) }).map { "[\($0)]" }
        case .chain(let base, let members):
            let parts = ([base] + members).map(\.flat)
            return parts.contains(nil) ? nil : parts.compactMap { $0 }.joined()
        case .block: return nil
        }
    }

    private static func flat(_ arguments: [Argument]) -> String? {
        let parts = arguments.map { argument in argument.value.flat.map { argument.prefix + $0 } }
        return parts.contains(nil) ? nil : parts.compactMap { $0 }.joined(separator: ", ")
    }

    static func blank(_ count: Int) -> String { String(repeating: " ", count: count) }
}
