import Foundation
import TestSupport
import Testing

/// What must not compile, and what the compiler says.
@Suite("Misuse of queries")
struct QueryMisuseTests {
    private static let noUpdate = "add .where { … } to update some rows, or .everywhere to update all rows"
    private static let noDelete = "add .where { … } to delete some rows, or .everywhere to delete all rows"
    private static let otherType = "the value is not of the type of the column"
    private static let otherExpression = "the expressions have different types"

    private static let cases: [(code: String, message: String)] = [
        // A wrong column.
        ("_ = User.where { $0.nme == \"x\" }", "value of type 'Alias<User>' has no dynamic member 'nme'"),
        ("_ = User.order { $0.nme.ascending }", "value of type 'Alias<User>' has no dynamic member 'nme'"),
        ("_ = User.from().select { ($0.id, $0.nme) }", "value of type 'Alias<User>' has no dynamic member 'nme'"),
        (
            "_ = Article.from().join(User.self) { a, u in a.authorID == u.id }.select { a, u in (a.title, u.nme) }",
            "value of type 'Alias<User>' has no dynamic member 'nme'"
        ),
        (
            "_ = User.update { [$0.nme <- 1] }.everywhere",
            "value of type 'AssignableAlias<User>' has no dynamic member 'nme'"
        ),
        // A wrong type.
        (
            "_ = User.where { $0.username == 5 }",
            "cannot convert value of type 'Int' to expected argument type 'String'"
        ),
        ("_ = User.where { $0.age == \"x\" }", otherType),
        ("_ = User.where { $0.email != 5 }", otherType),
        ("_ = User.where { $0.age > \"x\" }", otherType),
        (
            "_ = User.where { $0.age > 1 && $0.age < 2 && $0.id == 3 && $0.role != .admin && $0.age > \"5\" && $0.isActive }",
            otherType
        ),
        ("_ = User.where { $0.role == .owner }", "type 'Role' has no member 'owner'"),
        ("_ = User.where { $0.createdAt > 5 }", "cannot convert value of type 'Int' to expected argument type 'Date'"),
        (
            "_ = User.where { $0.id.isIn([\"a\"]) }",
            "cannot convert value of type 'String' to expected element type 'UInt64'"
        ),
        (
            "_ = User.where { $0.id.isIn(Article.from().select { $0.title }) }",
            "the query does not select values of the type of the column"
        ),
        (
            "_ = User.where { $0.username.contains(5) }",
            "cannot convert value of type 'Int' to expected argument type 'String'"
        ),
        ("_ = User.where { $0.age.contains(\"x\") }", "requires that 'Int' conform to 'SQLText'"),
        ("_ = User.where { $0.username }", "to expected argument type '(Alias<User>) -> Condition'"),
        (
            "_ = User.where { $0.id == $0.username }",
            otherExpression
        ),
        (
            "_ = Article.from().join(User.self) { a, u in a.authorID == u.username }",
            otherExpression
        ),
        ("_ = User.from().select { sum($0.username) }", "requires that 'String' conform to 'SQLNumber'"),
        (
            "_ = User.order { $0.username }",
            "cannot convert value of type 'Expr<String>' to closure result type 'Ordering'"
        ),
        (
            "_ = User.order { ($0.username.ascending, $0.id.ascending) }",
            "cannot convert value of type '(Ordering, Ordering)' to closure result type 'Ordering'"
        ),
        (
            "let rows: some FetchRequest<(String, Int)> = User.from().select { ($0.username, $0.age) }; _ = rows",
            "requires the types '(String, Int?)' and '(String, Int)' be equivalent"
        ),
        ("_ = User.all.page(after: \"x\") { $0.id }", "'Expr<UInt64>'"),
        (
            "let ids = User.from().select { $0.id }, names = Tag.from().select { $0.name }; _ = ids.union(names)",
            "cannot convert value of type 'Selection<String>' to expected argument type 'Selection<UInt64>'"
        ),
        // nil and a column that is never NULL.
        ("_ = User.where { $0.username == nil }", "'nil' is not compatible with expected argument type 'String'"),
        ("_ = User.where { $0.id != nil }", "'nil' is not compatible with expected argument type 'UInt64'"),
        (
            "_ = User.update { [$0.username <- nil] }.everywhere",
            "'nil' is not compatible with expected argument type 'String'"
        ),
        // The columns of an outer table may be NULL.
        (
            "let _: Selection<String> = Article.from().leftJoin(User.self) { a, u in a.authorID == u.id }.select { _, u in u.username }",
            "cannot assign value of type 'Selection<String?>' to type 'Selection<String>'"
        ),
        // Changes.
        ("run(User.update { [$0.age <- 5] })", noUpdate),
        ("run(User.delete())", noDelete),
        ("run(Profile.delete(using: User.self))", "add .where { … } to say which rows belong together"),
        (
            "run(Profile.update(using: User.self) { p, u in [p.bio <- u.username] })",
            "add .where { … } to say which rows"
        ),
        ("run(Table(\"x\", elements: []).delete())", noDelete),
        ("run(Table(\"x\", elements: []).update { [$0[\"a\"] <- 1] })", noUpdate),
        ("run(User.where { $0.age > 3 })", "requires that 'Query<User, User>' conform to 'Executable'"),
        ("fetch(User.delete().everywhere)", "requires that 'ChangeStatement<User>' conform to 'FetchRequest'"),
        (
            "_ = User.update { [$0.age <- \"x\"] }.everywhere",
            "cannot convert value of type 'String' to expected argument type 'Int'"
        ),
        (
            "_ = User.update { [$0.age + 1 <- 1] }.everywhere",
            "cannot convert value of type 'Expr<Int?>' to expected argument type 'AssignableColumn<Int>'"
        ),
        (
            "_ = User.update { $0.age <- 5 }.everywhere",
            "cannot convert value of type 'Assignment' to closure result type '[Assignment]'"
        ),
        ("_ = User.where { $0.age = 5 }", "cannot assign"),
    ]

    private static let start = """
        import SwiftMigQueries
        func run(_: some Executable) {}
        func fetch(_: some FetchRequest) {}

        """

    /// The models of these tests, and some code with each line in a function of its own.
    private static func messages(for lines: [String]) throws -> String {
        let models = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Models.swift")
        let functions = lines.enumerated().map { "func f\($0)() { \($1) }" }
        return try CompiledModels.messages(
            for: start + functions.joined(separator: "\n") + "\n" + String(contentsOf: models, encoding: .utf8),
            file: "Queries.swift"
        )
    }

    private static let errors = Result {
        try messages(for: cases.map(\.code)).split(separator: "\n").filter { $0.contains("error: ") }
    }

    @Test("The compiler refuses it, and says why", arguments: cases.indices)
    func refused(index: Int) throws {
        let line = Self.start.split(separator: "\n").count + 1 + index
        let messages = try Self.errors.get().filter { $0.contains("Queries.swift:\(line):") }
        let (code, message) = Self.cases[index]
        #expect(messages.contains { $0.contains(message) }, "\(code)\n\(messages.joined(separator: "\n"))")
    }

    @Test("The same in the right way")
    func accepted() throws {
        let messages = try Self.messages(for: [
            "_ = User.where { $0.username == \"x\" && $0.age == 5 && $0.email != nil && $0.age == nil && $0.role == .admin }",
            "_ = User.order { [$0.username.ascending, $0.id.descending] }.limit(5)",
            "run(User.update { [$0.age <- nil, $0.username <- $0.username.lowercased()] }.where { $0.id == 1 })",
            "run(User.delete().everywhere)",
            "fetch(Article.from().leftJoin(User.self) { a, u in a.authorID == u.id }.select { _, u in u.username })",
        ])
        #expect(messages == "")
    }
}
