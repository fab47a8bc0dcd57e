import DiagnosticModel
internal import Testing
internal import YAMLDocument

struct YAMLReaderTests {
    private func read(_ text: String) throws -> YAMLNode {
        try YAMLNode.read(text, file: "f")
    }

    @Test func keepsPlacesAndOrder() throws {
        let node = try read("b: 1\na:\n  - x\n  - {k: v}\n")
        #expect(node.mapping?.map(\.key) == ["b", "a"])
        #expect(node["b"]?.location == DiagnosticModel.SourceLocation(file: "f", line: 1, column: 4))
        #expect(node["a"]?.sequence?[1]["k"]?.location == DiagnosticModel.SourceLocation(file: "f", line: 4, column: 9))
        #expect(node.mapping?[1].keyLocation == DiagnosticModel.SourceLocation(file: "f", line: 2, column: 1))
    }

    @Test func shiftsPlacesIntoTheSurroundingFile() throws {
        let node = try YAMLNode.read("a: 1\nb: 2", file: "f", firstLine: 10, columnOffset: 3)
        #expect(node["b"]?.location == DiagnosticModel.SourceLocation(file: "f", line: 11, column: 7))
    }

    @Test func readsJSON() throws {
        let node = try read(#"{"a": [1, true, null, "\u00e9\ud83d\ude00\n\"", "1"]}"#)
        let items = try #require(node["a"]?.sequence)
        #expect(items[0].int == 1)
        #expect(items[1].bool == true)
        #expect(items[2].isNull)
        #expect(items[3].string == "é😀\n\"")
        #expect(items[4].int == nil && items[4].string == "1")
    }

    @Test(arguments: [2, 15, 16, 17, 18, 40])
    func aRepeatedKeyIsFoundInMappingsOfEverySize(count: Int) {
        let text = (1..<count).map { "k\($0): 1\n" }.joined() + "k1: 2"
        #expect(throws: YAMLError.duplicateKey("k1", .at(count, 1), first: .at(1, 1))) { try read(text) }
    }

    @Test func readsTabsBetweenJSONValues() throws {
        #expect(try read("{\n\t\"a\": [\n\t\t1\n\t]\n}")["a"]?.sequence?.first?.int == 1)
    }

    @Test func surrogatePairsKeepThePlacesBehindThem() throws {
        let node = try read(#"{"é\\ud83d": "\ud83d\ude00", "b": ["\"\ud83d\ude00", 1]}"#)
        #expect(node["é\\ud83d"]?.string == "😀")
        #expect(node["b"]?.sequence?[0].string == "\"😀")
        #expect(node["b"]?.sequence?[1].location.column == 54)
    }

    @Test(arguments: ["", "\n", "# only a comment\n", "---\n", "~", "null"])
    func nothingIsNull(text: String) throws {
        #expect(try read(text).isNull)
    }

    @Test(arguments: ["\"null\"", "'~'", "''", "|\n  null\n"])
    func quotedIsText(text: String) throws {
        #expect(try !read(text).isNull)
        #expect(try read(text).string != nil)
    }

    @Test func readsAByteOrderMarkAndCRLF() throws {
        let node = try read("\u{FEFF}a: 1\r\nb: 2\r\n")
        #expect(node["a"]?.int == 1)
        #expect(node["b"]?.location.line == 2)
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3", YAMLError.duplicateKey("a", .at(3, 1), first: .at(1, 1))),
        ("a: &x 1", .unsupported("anchors", .at(1, 4))),
        ("a: *x", .unsupported("aliases", .at(1, 4))),
        ("a: {<<: {}}", .unsupported("merge keys", .at(1, 5))),
        ("? [a]\n: b", .keyIsNotText(.at(1, 3))),
        ("a: 1\n---\nb: 2", .severalDocuments(.at(2, 1))),
        (String(repeating: "[", count: 300), .unsupported("nesting deeper than 200 levels", .at(1, 202))),
    ])
    func refuses(text: String, expected: YAMLError) {
        #expect(throws: expected) { try read(text) }
    }

    @Test(arguments: [
        ("a: [1, 2\nb: 3", 2, YAMLMistake.unclosed("[", .at(1, 4))), ("a: {b: 1\nc:\n", 2, .unclosed("{", .at(1, 4))),
        ("a:\n  - [x, y\n", 3, .unclosed("[", .at(2, 5))), ("a: b: c", 1, .colon), ("a b\nc: d", 2, .colon),
        ("a:\n\t- x", 2, .tab), ("a: b\n\tc: d", 2, .tab), ("a:\n  b: 1\n \tc: 2\n", 3, .tab), ("a: |\n\tx\n", 2, .tab),
        ("\"open", 1, .unclosed("\"", .at(1, 1))), ("ä: 'open\nb: c\n", 3, .unclosed("'", .at(1, 4))),
        ("a:\n  b: 1\n c: 2\n", 3, .indentation), ("a:\n  - m\n - n\n", 3, .indentation),
        ("a: - m\n", 1, .listInLine), ("a: @x", 1, .other), ("a: {url: sandbox:}", 1, .other),
    ])
    func brokenYAMLNamesTheLineAndTheCause(text: String, line: Int, mistake: YAMLMistake) {
        let error = #expect(throws: YAMLError.self) { try read(text) }
        guard case .syntax(let problem, let location, mistake) = error else {
            Issue.record("not that syntax error: \(String(describing: error))")
            return
        }
        #expect(!problem.isEmpty)
        #expect(location.line == line)
    }
}

extension DiagnosticModel.SourceLocation {
    fileprivate static func at(_ line: Int, _ column: Int) -> DiagnosticModel.SourceLocation {
        DiagnosticModel.SourceLocation(file: "f", line: line, column: column)
    }
}
