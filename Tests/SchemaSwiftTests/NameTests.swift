import Testing

@testable import SchemaSwift

@Suite("Names in Swift")
struct NameTests {
    @Test(
        "A column's name as a property",
        arguments: [
            ("team_id", "teamID"), ("url_path", "urlPath"), ("html_url", "htmlURL"), ("user_ids", "userIDs"),
            ("firstName", "firstName"), ("HTMLPage", "htmlPage"), ("UPPER_CASE", "upperCase"), ("x2y", "x2y"),
            ("with space", "withSpace"), ("with-dash.dot", "withDashDot"), ("1st", "_1st"), ("größe", "größe"),
            ("_hidden", "hidden"), ("dou__ble", "douBle"), ("identity", "identity"),
        ]
    )
    func members(_ name: String, _ member: String) {
        #expect(SwiftName.member(SwiftName.words(name)) == member)
    }

    @Test("A name of signs alone is none")
    func nothing() {
        #expect(SwiftName.member(SwiftName.words("???")) == nil)
        #expect(SwiftName.type([]) == nil)
    }

    @Test(
        "A table's name as a type",
        arguments: [
            ("users", "User"), ("user", "User"), ("order_lines", "OrderLine"), ("categories", "Category"),
            ("addresses", "Address"), ("boxes", "Box"), ("branches", "Branch"), ("houses", "House"),
            ("statuses", "Status"), ("people", "Person"), ("movies", "Movie"), ("order_status", "OrderStatus"),
            ("analysis", "Analysis"), ("news", "News"), ("series", "Series"), ("api_keys", "APIKey"),
            ("user_ids", "UserID"), ("ties", "Tie"), ("bus", "Bus"),
        ]
    )
    func types(_ name: String, _ type: String) {
        #expect(SwiftName.type(Singular.words(SwiftName.words(name))) == type)
    }

    /// The column that `@Table` derives from a property. Models name a column only if it differs.
    @Test(
        "A property's column",
        arguments: [
            ("teamID", "team_id"), ("htmlURL2", "html_url2"), ("userIDs", "user_ids"), ("userURLID", "user_urlid"),
            ("urlPath", "url_path"), ("_2fa", "_2fa"), ("addressLine2Text", "address_line2_text"),
            ("größeÄ", "größe_ä"),
        ]
    )
    func columns(_ property: String, _ column: String) {
        #expect(SwiftName.column(ofProperty: property) == column)
    }

    @Test("The first free name is taken, then one with a number")
    func freeNames() {
        let taken: Set<String> = ["a", "b", "b2"]
        #expect(SwiftName.free(["a", "c"]) { taken.contains($0) } == "c")
        #expect(SwiftName.free(["a", "b"]) { taken.contains($0) } == "b3")
    }
}

@Suite("Literals")
struct LiteralTests {
    @Test(
        "A text on one line",
        arguments: [
            ("plain", #""plain""#), ("it's", #""it's""#), (#"say "x""#, ##"#"say "x""#"##), (#"a\b"#, ##"#"a\b"#"##),
            ("\"#", "##\"\"#\"##"), ("tab\t", #""tab\t""#), ("tab\t\"", #""tab\t\"""#), ("\u{200B}", #""\u{200b}""#),
            ("two\nlines", #""two\nlines""#),
        ]
    )
    func lines(_ text: String, _ literal: String) {
        #expect(StringLiteral.oneLine(text) == literal)
    }

    @Test("A long line breaks at blanks, and keeps those at its end in sight")
    func long() {
        let word = String(repeating: "x", count: 70)
        #expect(
            StringLiteral.lines("  \(word) \(word)\n\nend ", indentation: 4) == [
                #"""""#, #"      \#(word) \"#, "    \(word)", "", #"    end\u{20}"#, #"    """"#,
            ]
        )
    }
}
