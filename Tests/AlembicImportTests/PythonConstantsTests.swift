import Testing

@testable import AlembicImport

struct PythonConstantsTests {
    typealias Value = PythonConstants.Value

    @Test(
        "The value of a name in a module",
        arguments: [
            ("a = 'x'", .text("x")),
            ("a = \"x\"  # y", .text("x")),
            ("a: str = 'x'", .text("x")),
            ("a: Union[str, None] = None", Value.none),
            ("a = ('x', 'y')", .list([.text("x"), .text("y")])),
            ("a = [\n    'x',  # first\n    'y',\n]", .list([.text("x"), .text("y")])),
            ("a = ('x',)", .list([.text("x")])),
            ("a = 'x' 'y'", .text("xy")),
            ("a = r'\\d'", .text("\\d")),
            ("a = 'it\\'s'", .text("it's")),
            ("a = make()", .computed),
            ("a = 'x' + b", .computed),
            ("b = 'a = 1'\ndef f():\n    a = 'inner'\na = 'outer'", .text("outer")),
            ("text = '''\na = 'in a string'\n'''\na = 'after'", .text("after")),
            ("\u{FEFF}a = 'x'", .text("x")),
        ] as [(String, Value)]
    )
    func value(_ module: String, _ value: Value) {
        #expect(PythonConstants(module).values["a"]?.value == value)
    }

    @Test func aNameWithinAFunctionIsNoConstant() {
        #expect(PythonConstants("def upgrade():\n    a = 'x'\n").values["a"] == nil)
    }

    @Test func theDocstringAndTheLines() {
        let module = PythonConstants(
            "\"\"\"add users\n\nRevision ID: 1\n\"\"\"\n\nrevision = '1'\ndown_revision = None\n"
        )
        #expect(module.docstring == "add users\n\nRevision ID: 1\n")
        #expect(module.values.mapValues(\.line) == ["revision": 6, "down_revision": 7])
    }
}
