import SwiftMigCommands
import Testing

@Suite struct ArgumentRewriterTests {
    let rewriter = ArgumentRewriter(commands: [
        "downgrade": [], "history": [], "list-templates": [], "sandbox": ["start", "stop"], "revision": [],
    ])

    struct Case: CustomTestStringConvertible, Sendable {
        var typed: String
        /// The arguments for the parser; `~1` is a sheltered `-1`.
        var rewritten: String

        var testDescription: String { typed }
    }

    @Test(arguments: [
        Case(typed: "downgrade -1", rewritten: "downgrade ~1"),
        Case(typed: "downgrade --dry-run -1", rewritten: "downgrade --dry-run ~1"),
        Case(typed: "downgrade -1 --json", rewritten: "downgrade ~1 --json"),
        Case(typed: "downgrade -12 -v", rewritten: "downgrade ~12 -v"),
        Case(typed: "--url X downgrade -1", rewritten: "downgrade --url X ~1"),
        Case(typed: "--url -1 downgrade -1", rewritten: "downgrade --url ~1 ~1"),
        Case(typed: "downgrade --url -1 -2", rewritten: "downgrade --url ~1 ~2"),
        Case(typed: "downgrade -- -1", rewritten: "downgrade -- -1"),
        Case(typed: "history -r -3:", rewritten: "history -r ~3:"),
        Case(typed: "history -r -3:head-1", rewritten: "history -r ~3:head-1"),
        Case(typed: "downgrade +1", rewritten: "downgrade +1"),
        Case(typed: "downgrade -x", rewritten: "downgrade -x"),
        Case(typed: "downgrade -", rewritten: "downgrade -"),
        Case(typed: "-c a.yaml --json -q downgrade", rewritten: "downgrade -c a.yaml --json -q"),
        Case(typed: "--config=a.yaml downgrade", rewritten: "downgrade --config=a.yaml"),
        Case(typed: "--json sandbox start", rewritten: "sandbox start --json"),
        Case(typed: "--env p sandbox stop -v", rewritten: "sandbox stop --env p -v"),
        Case(typed: "--json sandbox", rewritten: "sandbox --json"),
        Case(typed: "list_templates", rewritten: "list-templates"),
        Case(typed: "revision --rev_id=a_b --depends_on x_y", rewritten: "revision --rev-id=a_b --depends-on x_y"),
        Case(typed: "revision -m a_b", rewritten: "revision -m a_b"),
        Case(typed: "--version", rewritten: "--version"),
        Case(typed: "--help downgrade", rewritten: "--help downgrade"),
        Case(typed: "--url", rewritten: "--url"),
        Case(typed: "", rewritten: ""),
        Case(typed: "--json help downgrade", rewritten: "help downgrade"),
        Case(typed: "--json --version", rewritten: "--version"),
    ])
    func rewrites(_ testCase: Case) {
        let typed = testCase.typed.split(separator: " ").map(String.init)
        let expected = testCase.rewritten.split(separator: " ").map { String($0).replacing("~", with: "\u{E000}-") }
        let result = rewriter.rewrite(typed).arguments
        #expect(result == expected)
        let isReordered = typed.sorted() != result.map(ArgumentRewriter.unsheltered).sorted()
        let isAboutItself = testCase.typed.hasPrefix("--json help") || testCase.typed == "--json --version"
        #expect(!isReordered || testCase.typed.contains("_") || isAboutItself, "no argument is lost")
    }

    @Test(arguments: [
        ("downgrade -1", ["downgrade"]), ("--json sandbox start", ["sandbox", "start"]), ("sandbox x", ["sandbox"]),
        ("list_templates", ["list-templates"]), ("upgarde", ["upgarde"]), ("--help", []),
    ])
    func namesTheCommand(typed: String, command: [String]) {
        #expect(rewriter.rewrite(typed.split(separator: " ").map(String.init)).command == command)
    }

    @Test(arguments: [
        ("--json", true), ("--url x", true), ("--json sandbox", true), ("sandbox --json", true), ("", false),
        ("sandbox", false), ("--url", false), ("--json sandbox start", false), ("sandbox --help", false),
        ("--json --help", false), ("--json downgrade", false), ("--json sandbox explode", false),
    ])
    func seesThatACommandIsMissing(typed: String, isMissing: Bool) {
        #expect(rewriter.rewrite(typed.split(separator: " ").map(String.init)).lacksCommand == isMissing)
    }

    @Test func shelteredTextComesBack() {
        let message = rewriter.rewrite(["revision", "-m", "-1 day"]).arguments[2]
        #expect(message != "-1 day")
        #expect(ArgumentRewriter.unsheltered(message) == "-1 day")
    }
}
