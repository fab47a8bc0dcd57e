import DiagnosticModel
import Testing

struct NearestNameTests {
    static let commands = ["upgrade", "downgrade", "history", "heads", "edit"]

    static let cases: [(String, String?)] = [
        ("upgrad", "upgrade"), ("UPGRADE", "upgrade"), ("histroy", "history"), ("head", "heads"), ("edti", "edit"),
        ("dwongrade", "downgrade"), ("ed", nil), ("upstairs", nil), ("", nil), ("x", nil),
    ]

    @Test(arguments: cases)
    func isFoundWithFewEdits(typed: String, nearest: String?) {
        #expect(nearestName(to: typed, in: Self.commands) == nearest)
    }

    @Test func theFirstOfEquallyNearNamesWins() {
        #expect(nearestName(to: "cat", in: ["bat", "hat"]) == "bat")
        #expect(nearestName(to: "cat", in: ["hat", "bat"]) == "hat")
    }

    @Test func countsCharactersNotBytes() {
        #expect(nearestName(to: "prénom", in: ["prenom"]) == "prenom")
        #expect(nearestName(to: "日本", in: ["日木"]) == "日木")
        #expect(nearestName(to: "id", in: []) == nil)
    }
}
