extension Unicode.Scalar {
    /// Whether a terminal obeys it in place of showing it, or shows what follows in another order.
    package var isControl: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: properties.isBidiControl
        }
    }
}

extension String {
    /// The text for a terminal: JSON's escapes in place of control characters. Tabs stay as they are, and so do line breaks.
    package var escapingControls: String { escapingControls(but: "\t\n".unicodeScalars) }

    /// The same on one line, for a name or a message among others.
    package var onOneLine: String { escapingControls(but: "\t".unicodeScalars) }

    private func escapingControls(but kept: String.UnicodeScalarView) -> String {
        // Most texts have none, and ASCII need not be looked up.
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
