extension Unicode.Scalar {
    /// Whether a terminal obeys the character instead of showing it, or reorders the text after it.
    package var isControl: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: properties.isBidiControl
        }
    }
}

extension String {
    /// The text made safe for a terminal: JSON escapes replace control characters. Tabs and line breaks stay.
    package var escapingControls: String { escapingControls(but: "\t\n".unicodeScalars) }

    /// The same with line breaks escaped too, for a name or message within a line.
    package var onOneLine: String { escapingControls(but: "\t".unicodeScalars) }

    private func escapingControls(but kept: String.UnicodeScalarView) -> String {
        // Most texts have no control characters, and ASCII needs no property lookup.
        guard
            unicodeScalars.contains(where: {
                ($0.value < 0x20 || $0.value > 0x7E) && $0.isControl && !kept.contains($0)
            })
        else { return self }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case _ where kept.contains(scalar) || !scalar.isControl: text.unicodeScalars.append(scalar)
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                text += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            }
        }
        return text
    }
}
