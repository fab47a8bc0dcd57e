import DocumentTree
import Testing

struct ScalarTextTests {
    @Test(
        "A plain YAML scalar is text that no reader takes for anything else",
        arguments: [
            ("users", "users"), ("varchar(100)", "varchar(100)"), ("it's", "it's"), ("a b", "a b"), ("_x", "_x"),
            ("/tmp/x", "/tmp/x"), ("straße", "straße"), ("0", "0"), ("10", "10"), ("10.5", "10.5"),
            ("", "\"\""), (" a", "\" a\""), ("a ", "\"a \""), ("a, b", "\"a, b\""), ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""), ("[a]", "\"[a]\""), ("{a}", "\"{a}\""), ("- a", "\"- a\""), ("*a", "\"*a\""),
            ("yes", "\"yes\""), ("Off", "\"Off\""), ("NULL", "\"NULL\""), ("n", "\"n\""), ("nothing", "nothing"),
            ("010", "\"010\""), ("1e5", "\"1e5\""), ("2026-01-01", "\"2026-01-01\""), ("1.2.3", "\"1.2.3\""),
            ("-1", "\"-1\""), ("1234567890123456", "\"1234567890123456\""), ("say \"x\"", "\"say \\\"x\\\"\""),
            ("a\\b", "\"a\\\\b\""), ("a\nb", "\"a\\nb\""),
        ]
    )
    func yaml(_ text: String, _ written: String) {
        #expect(ScalarText.yaml(text) == written)
    }

    @Test(
        "Quoted text has no character that a terminal or a reader acts on",
        arguments: [
            ("a\tb\r", "\"a\\tb\\r\""), ("\0", "\"\\u0000\""), ("\u{7F}", "\"\\u007f\""), ("\u{85}", "\"\\u0085\""),
            ("\u{2028}", "\"\\u2028\""), ("\u{FEFF}", "\"\\ufeff\""), ("a\u{202E}b", "\"a\\u202eb\""), ("é😀", "\"é😀\""),
        ]
    )
    func quoted(_ text: String, _ written: String) {
        #expect(ScalarText.quoted(text) == written)
    }

    @Test(
        "A block holds lines that it can give back",
        arguments: [
            ("BEGIN\n  SELECT 1;\nEND", true), ("a\n\nb", true), ("a\n\tb", true), ("one line", false), ("", false),
            (" a\nb", false), ("\na", false), ("\ta\nb", false), ("a\nb\n", false), ("a\r\nb", false),
            ("a\n\u{202E}b", false),
        ]
    )
    func block(_ text: String, _ isBlock: Bool) {
        #expect(ScalarText.isBlock(text) == isBlock)
    }

    @Test(
        "A name in a short text ends where it seems to",
        arguments: [
            ("email", "email"), ("größe", "größe"), ("$x_1", "$x_1"), ("", "``"), ("a b", "`a b`"), ("a(b", "`a(b`"),
            ("a,b", "`a,b`"), ("a`b", "`a``b`"), ("`\u{301}", "```\u{301}`"),
        ]
    )
    func name(_ name: String, _ spelled: String) {
        #expect(SpelledName.text(name) == spelled)
    }
}
