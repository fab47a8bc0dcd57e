import Testing

@testable import SwiftMigCommands

/// The lines are those of `git log --graph --date-order` for commits in the same arrangement.
@Suite struct GraphDrawingTests {
    struct Example: CustomTestStringConvertible {
        var name: String
        /// The revisions, newest first, with their parents.
        var chain: [(String, [String])]
        var drawing: String
        var testDescription: String { name }
    }

    static let examples = [
        Example(
            name: "a line",
            chain: [("c", ["b"]), ("b", ["a"]), ("a", [])],
            drawing: """
                * c
                * b
                * a
                """
        ),
        Example(
            name: "a merge",
            chain: [("d", ["b", "c"]), ("c", ["a"]), ("b", ["a"]), ("a", [])],
            drawing: #"""
                *   d
                |\
                | * c
                * | b
                |/
                * a
                """#
        ),
        Example(
            name: "two heads of two bases",
            chain: [("d", ["b"]), ("c", ["a"]), ("b", []), ("a", [])],
            drawing: """
                * d
                | * c
                * | b
                 /
                * a
                """
        ),
        Example(
            name: "a line that passes below others",
            chain: [
                ("i", ["g"]), ("h", ["d"]), ("g", ["d"]), ("f", ["c", "b"]), ("e", ["d", "a"]), ("d", ["a", "c"]),
                ("c", []), ("b", ["a"]), ("a", []),
            ],
            drawing: #"""
                * i
                | * h
                * | g
                |/
                | *   f
                | |\
                | | | * e
                | |_|/|
                |/| | |
                * | | | d
                |\| | |
                | |_|/
                |/| |
                | * | c
                |  /
                | * b
                |/
                * a
                """#
        ),
        Example(
            name: "three parents",
            chain: [("e", ["b", "c", "d"]), ("d", ["a"]), ("c", ["a"]), ("b", ["a"]), ("a", [])],
            drawing: #"""
                *-.   e
                |\ \
                | | * d
                | * | c
                | |/
                * / b
                |/
                * a
                """#
        ),
        Example(
            name: "a merge of merges",
            chain: [
                ("h", ["g"]), ("g", ["f", "c"]), ("f", ["d", "e"]), ("e", ["b"]), ("d", ["b"]), ("c", ["a"]),
                ("b", ["a"]), ("a", []),
            ],
            drawing: #"""
                * h
                *   g
                |\
                * \   f
                |\ \
                | * | e
                * | | d
                |/ /
                | * c
                * | b
                |/
                * a
                """#
        ),
    ]

    @Test(arguments: examples)
    func isDrawnAsGitDoes(example: Example) {
        var drawing = GraphDrawing(shown: example.chain.map(\.0))
        let text = example.chain.map { drawing.add($0.0, parents: $0.1, text: $0.0 + "\n") }.joined()
        #expect(text == example.drawing + "\n")
    }

    /// The lines of a text are next to those of the graph, which continue if the text is longer.
    @Test func longTexts() {
        var drawing = GraphDrawing(shown: ["c", "b", "a"])
        let text =
            drawing.add("c", parents: ["a"], text: "c\nmore\n")
            + drawing.add("b", parents: ["a"], text: "b\none\ntwo\n")
            + drawing.add("a", parents: [], text: "a\nlast\n")
        let expected = """
            * c
            | more
            | * b
            |/  one
            |   two
            * a
              last
            """
        #expect(text == expected + "\n")
    }
}
