/// Whole numbers as text, because those of a sequence may exceed `Int`.
enum WholeNumber {
    static func isLess(_ left: String, _ right: String) -> Bool {
        let (leftSign, leftDigits) = parts(left)
        let (rightSign, rightDigits) = parts(right)
        if leftSign != rightSign { return leftSign < rightSign }
        let isSmaller = (leftDigits.count, leftDigits) < (rightDigits.count, rightDigits)
        return leftSign < 0 ? leftDigits != rightDigits && !isSmaller : isSmaller
    }

    /// Returns the number in a canonical form, without `+` and leading zeros.
    static func canonical(_ text: String) -> String {
        let (sign, digits) = parts(text)
        return (sign < 0 ? "-" : "") + digits
    }

    private static func parts(_ text: String) -> (sign: Int, digits: String) {
        let digits = text.drop { $0 == "-" || $0 == "+" }.drop { $0 == "0" }
        if digits.isEmpty { return (0, "0") }
        return (text.hasPrefix("-") ? -1 : 1, String(digits))
    }
}
