import SQLStatements
import Testing

struct ExpressionTextTests {
    @Test(arguments: [
        ("1", "1"), ("(1)", "1"), (" ( (1 + 2) ) ", "1 + 2"), ("(1) + (2)", "(1) + (2)"), ("((1) + (2))", "(1) + (2)"),
        ("(a", "(a"), ("((a)", "((a)"), ("(a))", "(a))"), ("()", ""), ("(')')", "')'"), ("('a'", "('a'"),
        ("(`)`)", "`)`"), ("(1) -- )", "1"), ("f((1))", "f((1))"), ("", ""),
    ])
    func outerParenthesesCount(text: String, inner: String) {
        #expect(ExpressionText.withoutOuterParentheses(text) == inner)
    }

    @Test func manyParenthesesAreCounted() {
        let levels = 60_000
        let text = String(repeating: "(", count: levels) + "1" + String(repeating: ")", count: levels)
        #expect(ExpressionText.withoutOuterParentheses(text) == "1")
        #expect(ExpressionText.withoutOuterParentheses(text + " + 1") == text + " + 1")
    }
}
