import Testing

@Suite("Mistakes in keys")
struct KeyMisuseTests {
    @Test("A default beside numbers of the server")
    func numberedWithDefault() throws {
        try expect(
            Mistake(
                "“id” is numbered by the server and takes no other default. Leave “default:” out.",
                (
                    "leave “default:” out",
                    """
                    @Table("users")
                    struct User {
                        @Column(primaryKey: true, autoIncrement: true)
                        let id: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(primaryKey: true, autoIncrement: true, ▸default: 1)
                    let id: Int
                }
                """
        )
    }

    @Test("Numbers without a key")
    func numberedWithoutKey() throws {
        try expect(
            Mistake(
                "“id” can be numbered by the server only where a key begins with it. Add primaryKey:, unique: or index:.",
                (
                    "add primaryKey: true",
                    """
                    @Table("users")
                    struct User {
                        @Column("nr", primaryKey: true, autoIncrement: true)
                        let id: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column("nr", ▸autoIncrement: true)
                    let id: Int
                }
                """
        )
    }

    @Test("Numbers beside a key")
    func numberedBesideKey() throws {
        try expect(
            Mistake(
                "“number” can be numbered by the server only where a key begins with it. Add primaryKey:, unique: or index:.",
                (
                    "add unique: true",
                    """
                    @Table("users")
                    struct User {
                        @Column(primaryKey: true) let id: Int
                        @Column(autoIncrement: true, unique: true) let number: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(primaryKey: true) let id: Int
                    @Column(▸autoIncrement: true, unique: false) let number: Int
                }
                """
        )
    }

    @Test("Two columns of the primary key without an order (true, true)")
    func unorderedKeyTwice() throws {
        try expect(
            Mistake(
                "The primary key of “User” has 2 columns, and their order decides what it finds quickly. Number them: primaryKey: 1, primaryKey: 2.",
                (
                    "number them as they are declared",
                    """
                    @Table("users")
                    struct User {
                        @Column(primaryKey: 1) let userID: Int
                        let between: Int
                        @Column(primaryKey: 2, comment: "x") let tagID: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(primaryKey: true) let userID: Int
                    let between: Int
                    @Column(primaryKey: ▸true, comment: "x") let tagID: Int
                }
                """
        )
    }

    @Test("Two columns of the primary key without an order (1, true)")
    func unorderedKeyHalf() throws {
        try expect(
            Mistake(
                "The primary key of “User” has 2 columns, and their order decides what it finds quickly. Number them: primaryKey: 1, primaryKey: 2.",
                (
                    "number them as they are declared",
                    """
                    @Table("users")
                    struct User {
                        @Column(primaryKey: 1) let userID: Int
                        let between: Int
                        @Column(primaryKey: 2, comment: "x") let tagID: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(primaryKey: 1) let userID: Int
                    let between: Int
                    @Column(primaryKey: ▸true, comment: "x") let tagID: Int
                }
                """
        )
    }

    @Test("Two columns of the primary key without an order (2, 2)")
    func unorderedKeySame() throws {
        try expect(
            Mistake(
                "The primary key of “User” has 2 columns, and their order decides what it finds quickly. Number them: primaryKey: 1, primaryKey: 2.",
                (
                    "number them as they are declared",
                    """
                    @Table("users")
                    struct User {
                        @Column(primaryKey: 1) let userID: Int
                        let between: Int
                        @Column(primaryKey: 2, comment: "x") let tagID: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(primaryKey: 2) let userID: Int
                    let between: Int
                    @Column(primaryKey: ▸2, comment: "x") let tagID: Int
                }
                """
        )
    }

    @Test("A part of a key that is isKey")
    func keyPartConstant() throws {
        try expect(
            Mistake(
                "“primaryKey:” must be written out: true, or the place of the column in the key, counted from 1.",
                (
                    "write true",
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
                    @Column(primaryKey: ▸isKey) let id: Int
                }
                """
        )
    }

    @Test("A part of a key that is 0")
    func keyPartZero() throws {
        try expect(
            Mistake(
                "“primaryKey:” must be written out: true, or the place of the column in the key, counted from 1.",
                (
                    "write true",
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
                    @Column(primaryKey: ▸0) let id: Int
                }
                """
        )
    }

    @Test("A part of a key that is -1")
    func keyPartNegative() throws {
        try expect(
            Mistake(
                "“primaryKey:” must be written out: true, or the place of the column in the key, counted from 1.",
                (
                    "write true",
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
                    @Column(primaryKey: ▸-1) let id: Int
                }
                """
        )
    }

    @Test("A primary key that is optional")
    func optionalKey() throws {
        try expect(
            Mistake(
                "“id” is optional, but a primary key holds no NULL. Write UUID.",
                (
                    "write UUID",
                    """
                    @Table("users")
                    struct User {
                        @Column(primaryKey: true) let id: UUID
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(primaryKey: true) let id: ▸UUID?
                }
                """
        )
    }

    @Test("onDelete without references")
    func ruleWithoutOndelete() throws {
        try expect(
            Mistake(
                "“onDelete:” is a rule of a foreign key, but “teamID” is not one. Add references:, or write the rule in the relation.",
                (
                    "leave “onDelete:” out",
                    """
                    @Table("users")
                    struct User {
                        @Column var teamID: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(▸onDelete: .cascade) var teamID: Int
                }
                """
        )
    }

    @Test("onKeyUpdate without references")
    func ruleWithoutOnkeyupdate() throws {
        try expect(
            Mistake(
                "“onKeyUpdate:” is a rule of a foreign key, but “teamID” is not one. Add references:, or write the rule in the relation.",
                (
                    "leave “onKeyUpdate:” out",
                    """
                    @Table("users")
                    struct User {
                        @Column var teamID: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                struct User {
                    @Column(▸onKeyUpdate: .restrict) var teamID: Int
                }
                """
        )
    }

    @Test("The rule of a key as a value")
    func ruleAsValue() throws {
        try expect(
            Mistake(
                "“onUpdate:” is the value that an UPDATE puts in. The rule for a key that changes is “onKeyUpdate:”.",
                (
                    "write onKeyUpdate:",
                    #"""
                    @Table("users")
                    struct User {
                        @Column(references: \Team.id, onKeyUpdate: .cascade, charset: nil) var teamID: Int
                    }
                    """#
                )
            ),
            in: #"""
                @Table("users")
                struct User {
                    @Column(▸onUpdate: .cascade, references: \Team.id, charset: nil) var teamID: Int
                }
                """#
        )
    }
}
