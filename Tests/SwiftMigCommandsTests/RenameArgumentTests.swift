import SchemaDiff
import Testing

@testable import SwiftMigCommands

@Suite struct RenameArgumentTests {
    @Test(arguments: [
        ("accounts:users", Rename(from: "accounts", to: "users")),
        ("users.mail:email", Rename(table: "users", from: "mail", to: "email")),
        ("users.mail:users.email", Rename(table: "users", from: "mail", to: "email")),
        ("accounts.mail:users.email", Rename(table: "users", from: "mail", to: "email")),
    ])
    func reads(text: String, rename: Rename) throws {
        #expect(try Rename(argument: text) == rename)
    }

    @Test(arguments: ["", ":", "a", "a:", ":b", "a:b:c", "a:b.c", "a.b.c:d", "a.:b", ".a:b"])
    func refuses(text: String) {
        #expect(throws: CommandError.badRename(text)) { try Rename(argument: text) }
    }
}
