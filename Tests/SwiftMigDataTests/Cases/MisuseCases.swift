import TestSupport
import Testing

/// What the compiler refuses.
@Suite struct SessionMisuseTests {
    private static let start = """
        import SwiftMigData
        func use(_ engine: Engine) async throws {
            try await engine.transaction { session in

        """
    private static let end = "\n    }\n}\n"

    /// Two tasks cannot use one session.
    @Test(
        "connection-concurrent-use",
        arguments: [
            """
            async let one = session.fetch("SELECT 1", as: Int.self)
            let two = try await session.fetch("SELECT 2", as: Int.self)
            _ = try await (one, two)
            """,
            """
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await session.execute("SELECT 1") }
                try await session.execute("SELECT 2")
            }
            """,
            """
            Task { try await session.execute("SELECT 1") }
            try await session.execute("SELECT 2")
            """,
        ]
    )
    func twoTasksCannotUseOneSession(code: String) throws {
        let messages = try CompiledModels.messages(for: Self.start + code + Self.end, as: .concurrentProgram)
        #expect(messages.contains("error: ") && messages.contains("session"), "\(messages)")
    }

    /// There is no begin, and a transaction is not committed within.
    @Test(
        "begin-after-autobegin, begin-twice, autobegin-off",
        arguments: ["try await session.begin()", "try await session.commit()", "await session.rollback()"]
    )
    func aTransactionEndsWithItsBody(code: String) throws {
        let messages = try CompiledModels.messages(for: Self.start + code + Self.end, as: .concurrentProgram)
        #expect(messages.contains("has no member"), "\(messages)")
    }

    @Test func theSameInTurnCompiles() throws {
        let code = """
            try await session.execute("SELECT 1")
            try await session.execute("SELECT 2")
            """
        let messages = try CompiledModels.messages(for: Self.start + code + Self.end, as: .concurrentProgram)
        #expect(messages == "")
    }
}
