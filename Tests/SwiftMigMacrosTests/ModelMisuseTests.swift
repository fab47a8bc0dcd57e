import Testing

@Suite("Mistakes in models")
struct ModelMisuseTests {
    @Test("An unknown argument of @Table")
    func unknownTableArgument() throws {
        try expect(
            Mistake(
                "@Table has no argument “coment:”. Write “comment:”.",
                (
                    "write “comment:”",
                    """
                    @Table("users", comment: "People")
                    struct User {
                        let id: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users", ▸coment: "People")
                struct User {
                    let id: Int
                }
                """
        )
    }

    @Test("A name with a label")
    func labelledName() throws {
        try expect(
            Mistake(
                "The name is the first argument and has no label. Leave “name:” out.",
                (
                    "leave “name:” out",
                    """
                    @Table("users", comment: "x")
                    struct User {
                        let id: Int
                    }
                    """
                )
            ),
            in: """
                @Table(▸name: "users", comment: "x")
                struct User {
                    let id: Int
                }
                """
        )
    }

    @Test("A table’s name that is a constant")
    func constantName() throws {
        try expect(
            Mistake(
                #"The name must be written out: @Table sees the source, not the values in it. Write @Table("user_account")."#,
                (
                    #"write "user_account""#,
                    """
                    @Table("user_account")
                    struct UserAccount {
                        let id: Int
                    }
                    """
                )
            ),
            in: """
                @Table(▸Names.users)
                struct UserAccount {
                    let id: Int
                }
                """
        )
    }

    @Test("A table’s name with an interpolation")
    func interpolatedName() throws {
        try expect(
            Mistake(
                #"The name must be written out: @Table sees the source, not the values in it. Write @Table("user")."#,
                (
                    #"write "user""#,
                    """
                    @Table("user")
                    struct User {
                        let id: Int
                    }
                    """
                )
            ),
            in: #"""
                @Table(▸"\(prefix)users")
                struct User {
                    let id: Int
                }
                """#
        )
    }

    @Test("A table without a name")
    func missingName() throws {
        try expect(
            Mistake(
                #"The name must be written out: @Table sees the source, not the values in it. Write @Table("user")."#,
                (
                    #"write "user""#,
                    """
                    @Table("user", comment: "x")
                    struct User {
                        let id: Int
                    }
                    """
                )
            ),
            in: """
                ▸@Table(comment: "x")
                struct User {
                    let id: Int
                }
                """
        )
    }

    @Test("A table without an argument")
    func bareTable() throws {
        try expect(
            Mistake(
                #"The name must be written out: @Table sees the source, not the values in it. Write @Table("user")."#,
                (
                    #"write "user""#,
                    """
                    @Table("user") struct User {
                        let id: Int
                    }
                    """
                )
            ),
            in: """
                ▸@Table struct User {
                    let id: Int
                }
                """
        )
    }

    @Test("@Table at class")
    func classModel() throws {
        try expect(
            Mistake(
                "@Table cannot make a model of this class: rows are values, and their properties are the columns. Write a struct.",
                (
                    "write struct",
                    """
                    @Table("users")
                    final struct User {
                        let id: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                final ▸class User {
                    let id: Int
                }
                """
        )
    }

    @Test("@Table at actor")
    func actorModel() throws {
        try expect(
            Mistake(
                "@Table cannot make a model of this actor: rows are values, and their properties are the columns. Write a struct.",
                (
                    "write struct",
                    """
                    @Table("users")
                    final struct User {
                        let id: Int
                    }
                    """
                )
            ),
            in: """
                @Table("users")
                final ▸actor User {
                    let id: Int
                }
                """
        )
    }

    @Test("@Table at enum")
    func enumModel() throws {
        try expect(
            Mistake(
                "@Table cannot make a model of this enum: rows are values, and their properties are the columns. Write a struct."
            ),
            in: """
                @Table("users")
                ▸enum User {
                    case a
                }
                """
        )
    }

    @Test("A generic struct")
    func genericModel() throws {
        try expect(
            Mistake(
                "“User” is generic or inside something generic, but a table has the same columns for everyone. Write a separate struct for each table."
            ),
            in: """
                @Table("users")
                struct ▸User<ID> {
                    let id: ID
                }
                """
        )
    }

    @Test("A struct in a generic one")
    func nestedInGeneric() throws {
        try expect(
            Mistake(
                "“User” is generic or inside something generic, but a table has the same columns for everyone. Write a separate struct for each table."
            ),
            in: """
                struct Outer<ID> {
                    @Table("users")
                    struct ▸User {
                        let id: Int
                    }
                }
                """
        )
    }

    @Test("A private struct in another one")
    func privateModel() throws {
        try expect(
            Mistake(
                "“User” is private to the type around it, but the conformance is outside. Write fileprivate.",
                (
                    "write fileprivate",
                    """
                    enum Outer {
                        @Table("users")
                        fileprivate struct User {
                            let id: Int
                        }
                    }
                    """
                )
            ),
            in: """
                enum Outer {
                    @Table("users")
                    ▸private struct User {
                        let id: Int
                    }
                }
                """
        )
    }

    @Test("A struct without columns")
    func noColumns() throws {
        try expect(
            Mistake(
                "“User” has no columns, and a table needs one. Give it a stored property, such as let id: UInt64."
            ),
            in: """
                @Table("users")
                struct ▸User {
                    static let limit = 1
                    var id: Int { 1 }
                }
                """
        )
    }

    @Test("@Transient in a struct without @Table")
    func transientOutsideOfTable() throws {
        try expect(
            Mistake(
                "@Transient belongs to a stored property of a struct with @Table, and has no effect anywhere else. Remove it."
            ),
            in: """
                struct User {
                    ▸@Transient let id: Int
                }
                """
        )
    }

    @Test("A column under #if")
    func conditional() throws {
        try expect(
            Mistake(
                "@Table does not look into #if: a table has the same columns and relations in every build. Move this out of #if."
            ),
            in: """
                @Table("users")
                struct User {
                    let id: Int
                    #if DEBUG
                    ▸var trace: Int
                    #endif
                }
                """
        )
    }
}
