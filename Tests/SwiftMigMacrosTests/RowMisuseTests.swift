import Testing

@Suite("Mistakes in rows")
struct RowMisuseTests {
    private static let noValue = "“cache” is not a column, so no row has a value for it. Give it one here: = …"

    @Test(
        "A transient property without a value",
        arguments: [
            ("var cache: [String]", "[]"), ("var cache: [String: Int]", "[:]"), ("let cache: Int?", "nil"),
            ("var cache: Cache", "<#value#>"),
        ]
    )
    func transientWithoutValue(declaration: String, value: String) throws {
        try expect(
            Mistake(
                Self.noValue,
                (
                    "write “= \(value)”",
                    """
                    @Table("users")
                    struct User {
                        let id: Int
                        @Transient \(declaration) = \(value)
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    let id: Int
                    @Transient \(declaration.replacing("cache", with: "▸cache"))
                }
                """
        )
    }

    @Test("A constant with a value")
    func constant() throws {
        try expect(
            Mistake(
                "“since” always has the value that it is given here, so it cannot take that of a row. "
                    + "Declare it with var, or leave the value out.",
                (
                    "write var",
                    """
                    @Table("users")
                    struct User {
                        var since: Int = 0
                    }
                    """
                ),
                (
                    "leave the value out",
                    """
                    @Table("users")
                    struct User {
                        let since: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    let ▸since: Int = 0
                }
                """
        )
    }

    @Test("A version that may be NULL")
    func optionalVersion() throws {
        try expect(
            Mistake(
                "“version” counts the changes of its row and is never NULL. Write Int.",
                (
                    "write Int",
                    """
                    @Table("users")
                    struct User {
                        @Column(version: true) var version: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(version: true) var version: ▸Int?
                }
                """
        )
    }

    @Test("A version that is not an integer")
    func versionType() throws {
        try expect(
            Mistake(
                "“version” counts the changes of its row. Make it an integer, such as Int.",
                (
                    "write Int",
                    """
                    @Table("users")
                    struct User {
                        @Column(version: true) var version: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(version: true) var version: ▸Date
                }
                """
        )
    }

    @Test(
        "A version that something else sets",
        arguments: [("onUpdate", "var", ".currentTimestamp"), ("generated", "let", #".stored("1")"#)]
    )
    func versionAndValue(label: String, binding: String, value: String) throws {
        try expect(
            Mistake(
                "“version” counts the changes of its row, so each UPDATE sets it to the next number. "
                    + "Leave “\(label):” out.",
                (
                    "leave “\(label):” out",
                    """
                    @Table("users")
                    struct User {
                        @Column(version: true) \(binding) version: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(▸\(label): \(value), version: true) \(binding) version: Int
                }
                """
        )
    }

    @Test("Two versions")
    func severalVersions() throws {
        try expect(
            Mistake(
                "“changes” counts the changes of its row already. Leave “version:” out.",
                note: ("it is here", 3, 32),
                (
                    "leave “version:” out",
                    """
                    @Table("users")
                    struct User {
                        @Column(version: true) var changes: Int
                        @Column var version: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(version: true) var changes: Int
                    @Column(▸version: true) var version: Int
                }
                """
        )
    }
}
