import Testing

@testable import Revisions

/// The fast reader of headers gives the same result as the YAML reader, and leaves all other headers to it.
@Suite("Plain headers")
struct PlainHeaderTests {
    private static let body = "\n-- swiftmig: upgrade\nSELECT 1;\n"
    private static let start = "-- revision: a1\n-- down_revision: b2\n"

    @Test(arguments: [
        start, start + "-- branch_labels: []\n-- depends_on: [c3,  d4 ]\n-- message: it's:odd, größer#1\n",
        "-- revision: a1\r\n-- down_revision: [b2, c3]\r\n-- created: 2026-11-22T18:31:26Z\r\n",
        "-- down_revision: null\n-- revision:   123  \n-- message: \n", start + "-- message: über:x\n",
        start + "-- replaces: [x, y]\n-- message: null\n", start + "-- branch_labels: one\n",
    ])
    func readsPlainly(_ header: String) throws {
        for text in [header + Self.body, header, String(header.dropLast())] {
            let bytes = Array(text.utf8)
            let plain = try #require(PlainHeader.read(bytes, path: "x.sql"), "\(text)")
            #expect(try plain == RevisionHeader.readThoroughly(bytes, path: "x.sql"), "\(text)")
        }
    }

    @Test(arguments: [
        "", "\n" + start, "\u{FEFF}" + start, "-- revision: a1\n", start + "-- revision: a1\n",
        start + "--message: x\n",
        start + "-- mood: good\n", "-- revision: a-1\n-- down_revision: null\n", start + "-- message: 'x'\n",
        start + "-- message: a # b\n", start + "-- depends_on: [a, ]\n", start + "-- depends_on: [a b]\n",
        start + "-- created: yesterday\n", "-- revision: head\n-- down_revision: null\n", start + "-- message: a:\n",
        start + "--\n-- message: x\n", start + "-- message: x\n--   y\n", start + "-- depends_on:\n--   - a\n",
        start + "-- depends_on: [a\n", "-- revision: größe\n-- down_revision: null\n", start + "-- message: [a]\n",
    ])
    func leavesTheRest(_ header: String) {
        #expect(PlainHeader.read(Array((header + Self.body).utf8), path: "x.sql") == nil)
    }
}
