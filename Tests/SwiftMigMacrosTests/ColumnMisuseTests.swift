import Testing

@Suite("Mistakes in columns")
struct ColumnMisuseTests {
    @Test("String without a column type")
    func unsizedEmail() throws {
        try expect(
            Mistake(
                "“email” needs a column type: MySQL wants to know how long a String can be. Write @Column(.varchar(255)).",
                (
                    "write @Column(.varchar(255))",
                    """
                    @Table("users")
                    struct User {
                        let id: Int
                        @Column(.varchar(255))
                        var email: String
                    }
                    """
                ),
                (
                    "write @Column(.text)",
                    """
                    @Table("users")
                    struct User {
                        let id: Int
                        @Column(.text)
                        var email: String
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    let id: Int
                    var ▸email: String
                }
                """
        )
    }

    @Test("Foundation.Data? without a column type")
    func unsizedAvatar() throws {
        try expect(
            Mistake(
                "“avatar” needs a column type: MySQL wants to know how many bytes Data can have. Write @Column(.varbinary(255)).",
                (
                    "write @Column(.varbinary(255))",
                    """
                    @Table("users")
                    struct User {
                        let id: Int
                        @Column(.varbinary(255))
                        var avatar: Foundation.Data?
                    }
                    """
                ),
                (
                    "write @Column(.blob)",
                    """
                    @Table("users")
                    struct User {
                        let id: Int
                        @Column(.blob)
                        var avatar: Foundation.Data?
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    let id: Int
                    var ▸avatar: Foundation.Data?
                }
                """
        )
    }

    @Test("Optional<Decimal> without a column type")
    func unsizedBalance() throws {
        try expect(
            Mistake(
                "“balance” needs a column type: MySQL wants to know how many digits a Decimal has. Write @Column(.decimal(12, 2)).",
                (
                    "write @Column(.decimal(12, 2))",
                    """
                    @Table("users")
                    struct User {
                        let id: Int
                        @Column(.decimal(12, 2))
                        var balance: Optional<Decimal>
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    let id: Int
                    var ▸balance: Optional<Decimal>
                }
                """
        )
    }

    @Test("A column that says all but its type")
    func unsizedColumn() throws {
        try expect(
            Mistake(
                "“email” needs a column type: MySQL wants to know how long a String can be. Write @Column(.varchar(255)).",
                (
                    "write .varchar(255)",
                    """
                    @Table("users")
                    struct User {
                        /// Where receipts go.
                        @Column("mail", .varchar(255), unique: true) private var email: String
                    }
                    """
                ),
                (
                    "write .text",
                    """
                    @Table("users")
                    struct User {
                        /// Where receipts go.
                        @Column("mail", .text, unique: true) private var email: String
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    /// Where receipts go.
                    @Column("mail", unique: true) private var ▸email: String
                }
                """
        )
    }

    @Test("A column with a bare mark")
    func unsizedMark() throws {
        try expect(
            Mistake(
                "“email” needs a column type: MySQL wants to know how long a String can be. Write @Column(.varchar(255)).",
                (
                    "write .varchar(255)",
                    """
                    @Table("users")
                    struct User {
                        @Column(.varchar(255))
                        var email: String
                    }
                    """
                ),
                (
                    "write .text",
                    """
                    @Table("users")
                    struct User {
                        @Column(.text)
                        var email: String
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column
                    var ▸email: String
                }
                """
        )
    }

    @Test("A text from its value")
    func unsizedLiteral() throws {
        try expect(
            Mistake(
                "“name” needs a column type: MySQL wants to know how long a String can be. Write @Column(.varchar(255)).",
                (
                    "write @Column(.varchar(255))",
                    """
                    @Table("users")
                    struct User {
                        /// Shown to all.
                        @Column(.varchar(255))
                        var name = ""
                    }
                    """
                ),
                (
                    "write @Column(.text)",
                    """
                    @Table("users")
                    struct User {
                        /// Shown to all.
                        @Column(.text)
                        var name = ""
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    /// Shown to all.
                    var ▸name = ""
                }
                """
        )
    }

    @Test("A generated column that is var")
    func generatedVariable() throws {
        try expect(
            Mistake(
                "“sum” is computed by the server and cannot be set. Declare it with let.",
                (
                    "write let",
                    """
                    @Table("users")
                    struct User {
                        @Column(generated: .stored("1 + 1"))
                        let sum: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(generated: .stored("1 + 1"))
                    ▸var sum: Int
                }
                """
        )
    }

    @Test("generated and default")
    func generatedAndDefault() throws {
        try expect(
            Mistake(
                "“sum” is computed by the server and has no other value. Leave “default:” out.",
                (
                    "leave “default:” out",
                    """
                    @Table("users")
                    struct User {
                        @Column(generated: .virtual("1"), comment: "x")
                        let sum: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(▸default: 0, generated: .virtual("1"), comment: "x")
                    let sum: Int
                }
                """
        )
    }

    @Test("generated and onUpdate")
    func generatedAndOnupdate() throws {
        try expect(
            Mistake(
                "“sum” is computed by the server and has no other value. Leave “onUpdate:” out.",
                (
                    "leave “onUpdate:” out",
                    """
                    @Table("users")
                    struct User {
                        @Column(generated: .virtual("1"), comment: "x")
                        let sum: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(▸onUpdate: .currentTimestamp, generated: .virtual("1"), comment: "x")
                    let sum: Int
                }
                """
        )
    }

    @Test("generated and autoIncrement")
    func generatedAndAutoincrement() throws {
        try expect(
            Mistake(
                "“sum” is computed by the server and has no other value. Leave “autoIncrement:” out.",
                (
                    "leave “autoIncrement:” out",
                    """
                    @Table("users")
                    struct User {
                        @Column(generated: .virtual("1"), comment: "x")
                        let sum: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(▸autoIncrement: true, generated: .virtual("1"), comment: "x")
                    let sum: Int
                }
                """
        )
    }

    @Test("An argument that is misspelled")
    func misspelled() throws {
        try expect(
            Mistake(
                "@Column has no argument “primarykey:”. Write “primaryKey:”.",
                (
                    "write “primaryKey:”",
                    """
                    @Table("users")
                    struct User {
                        @Column(primaryKey: true) let id: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(▸primarykey: true) let id: Int
                }
                """
        )
    }

    @Test("An argument of another library")
    func synonym() throws {
        try expect(
            Mistake(
                "@Column has no argument “originalName:”. Write “renamedFrom:”.",
                (
                    "write “renamedFrom:”",
                    """
                    @Table("users")
                    struct User {
                        @Column(renamedFrom: "nr") let id: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(▸originalName: "nr") let id: Int
                }
                """
        )
    }

    @Test("An unknown argument")
    func unknownArgument() throws {
        try expect(
            Mistake(
                "@Column has no argument “colour:”."
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(▸colour: 7) let id: Int
                }
                """
        )
    }

    @Test("NULL as an argument")
    func nullableArgument() throws {
        try expect(
            Mistake(
                "The property’s type says whether a column holds NULL. Make the type optional, and leave “nullable:” out."
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(▸nullable: true) let id: Int
                }
                """
        )
    }

    @Test(#"A column’s name that is no plain text ("\(prefix)id")"#)
    func columnNameInterpolated() throws {
        try expect(
            Mistake(
                #"The name must be written out: @Column sees the source, not the values in it. Write @Column("user_id")."#,
                (
                    #"write "user_id""#,
                    """
                    @Table("users")
                    struct User {
                        @Column("user_id") let userID: Int
                    }
                    """
                )
            ),
            in: #"""
                @Table("users")
                struct User {
                    @Column(▸"\(prefix)id") let userID: Int
                }
                """#
        )
    }

    @Test("A column’s name that is no plain text (Names.id)")
    func columnNameConstant() throws {
        try expect(
            Mistake(
                #"The name must be written out: @Column sees the source, not the values in it. Write @Column("user_id")."#,
                (
                    #"write "user_id""#,
                    """
                    @Table("users")
                    struct User {
                        @Column("user_id", .int) let userID: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(▸Names.id, .int) let userID: Int
                }
                """
        )
    }

    @Test("A type that only the compiler knows, and its name")
    func calledType() throws {
        try expect(
            Mistake(
                "“createdAt” needs its type written out: @Table sees the source, not the types in it.",
                (
                    "write “: Foundation.Date”",
                    """
                    @Table("users")
                    struct User {
                        @Column(.datetime)
                        var createdAt: Foundation.Date = Foundation.Date()
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(.datetime)
                    var ▸createdAt = Foundation.Date()
                }
                """
        )
    }

    @Test("A type that only the compiler knows")
    func unknownType() throws {
        try expect(
            Mistake(
                "“role” needs its type written out: @Table sees the source, not the types in it.",
                (
                    "write “: <#type#>”",
                    """
                    @Table("users")
                    struct User {
                        var role: <#type#> = defaultRole
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    var ▸role = defaultRole
                }
                """
        )
    }

    @Test("A tuple of columns")
    func tuple() throws {
        try expect(
            Mistake(
                "“(x, y)” is several columns in one pattern. Give each its own name and type.",
                (
                    "declare them one by one",
                    """
                    @Table("users")
                    struct User {
                        let x: Int = 1, y: Double = 2
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    let ▸(x, y): (Int, Double) = (1, 2)
                }
                """
        )
    }

    @Test("A tuple without types")
    func untypedTuple() throws {
        try expect(
            Mistake(
                "“(x, y)” is several columns in one pattern. Give each its own name and type."
            ),
            in: """
                @Table("users")
                struct User {
                    let ▸(x, y) = origin
                }
                """
        )
    }

    @Test("@Column at a static property")
    func columnAtStatic() throws {
        try expect(
            Mistake(
                "“limit” is static, so it is not a column. Remove @Column.",
                (
                    "remove @Column",
                    """
                    @Table("users")
                    struct User {
                        let id: Int
                        static let limit: Int = 1
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    let id: Int
                    ▸@Column(index: true) static let limit: Int = 1
                }
                """
        )
    }

    @Test("@Column at a computed property")
    func columnAtComputed() throws {
        try expect(
            Mistake(
                "“twice” is computed, so it is not a column. Remove @Column.",
                (
                    "remove @Column",
                    """
                    @Table("users")
                    struct User {
                        let id: Int
                        var twice: Int { id * 2 }
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    let id: Int
                    ▸@Column(index: true) var twice: Int { id * 2 }
                }
                """
        )
    }

    @Test("@Column at a lazy property")
    func columnAtLazy() throws {
        try expect(
            Mistake(
                "“later” is lazy, so it is not a column. Remove @Column.",
                (
                    "remove @Column",
                    """
                    @Table("users")
                    struct User {
                        let id: Int
                        lazy var later: Int = 2
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    let id: Int
                    ▸@Column(index: true) lazy var later: Int = 2
                }
                """
        )
    }

    @Test("@Column at a transient property")
    func columnAtTransient() throws {
        try expect(
            Mistake(
                "“cached” is transient, so it is not a column. Remove @Column.",
                (
                    "remove @Column",
                    """
                    @Table("users")
                    struct User {
                        let id: Int
                        @Transient var cached: Int = 0
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    let id: Int
                    ▸@Column(index: true) @Transient var cached: Int = 0
                }
                """
        )
    }

    @Test("@Column in a struct without @Table")
    func columnOutsideOfTable() throws {
        try expect(
            Mistake(
                "@Column belongs to a stored property of a struct with @Table, and has no effect anywhere else. Remove it."
            ),
            in: """
                struct User {
                    ▸@Column let id: Int
                }
                """
        )
    }

    @Test("@Column at a function")
    func columnAtFunction() throws {
        try expect(
            Mistake(
                "@Column belongs to a stored property of a struct with @Table, and has no effect anywhere else. Remove it."
            ),
            in: """
                @Table("users")
                struct User {
                    let id: Int
                    ▸@Column func twice() -> Int { 2 }
                }
                """
        )
    }

    @Test("Two columns of one name")
    func duplicateColumn() throws {
        try expect(
            Mistake(
                #"There are two columns named “USER_ID”, ignoring case. Give this one another name: @Column("…")."#,
                note: ("the other one is here", 3, 9)
            ),
            in: """
                @Table("users")
                struct User {
                    let userID: Int
                    @Column("USER_ID") let ▸other: Int
                }
                """
        )
    }
}
