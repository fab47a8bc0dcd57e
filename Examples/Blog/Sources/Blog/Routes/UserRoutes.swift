import BlogModels
import Hummingbird
import MySQLClient

struct NewUser: Decodable {
    struct Profile: Decodable {
        var biography: String?
        var website: String?
    }

    var email: String
    var displayName: String
    var role: Role?
    var profile: Profile?
}

struct UserResponse: ResponseCodable {
    struct Profile: Codable {
        var biography: String?
        var website: String?
    }

    var id: UInt64
    var email: String
    var displayName: String
    var role: Role
    var articles: Int
    var profile: Profile?
}

func addUserRoutes(to router: Router<BasicRequestContext>, _ database: Database) {
    router.get("users") { _, _ in try await database.users() }
    router.get("users/:id") { _, context in
        let id = try context.parameters.require("id", as: UInt64.self)
        guard let user = try await database.user(id) else { throw HTTPError(.notFound) }
        return user
    }
    router.post("users") { request, context in
        let new = try await request.decode(as: NewUser.self, context: context)
        return EditedResponse(status: .created, response: try await database.createUser(new))
    }
    router.delete("users/:id") { _, context in
        let id = try context.parameters.require("id", as: UInt64.self)
        try await database.deleteUser(id)
        return HTTPResponse.Status.noContent
    }
}

extension Database {
    func users() throws -> [UserResponse] {
        try query(
            """
            SELECT u.id, u.email, u.display_name, u.role, p.user_id, p.biography, p.website,
                (SELECT COUNT(*) FROM articles a WHERE a.author_id = u.id) AS articles
            FROM users u LEFT JOIN profiles p ON p.user_id = u.id
            ORDER BY u.id
            """
        ).map(UserResponse.init)
    }

    func user(_ id: UInt64) throws -> UserResponse? {
        try users().first { $0.id == id }
    }

    /// Stores the user and the profile, or neither.
    func createUser(_ new: NewUser) throws -> UserResponse? {
        let id = try transaction { connection in
            try connection.query(
                "INSERT INTO users (email, display_name, role) VALUES (\(new.email), \(new.displayName), \(new.role ?? .reader))"
            )
            let id = connection.lastInsertID
            if let profile = new.profile {
                try connection.query(
                    """
                    INSERT INTO profiles (user_id, biography, website)
                    VALUES (\(id), \(profile.biography), \(profile.website))
                    """
                )
            }
            return id
        }
        return try user(id)
    }

    /// Deletes the user. The foreign keys delete the profile and the articles with it.
    func deleteUser(_ id: UInt64) throws {
        _ = try query("DELETE FROM users WHERE id = \(id)")
    }
}

extension UserResponse {
    init(_ row: Row) throws {
        id = try row.value("id")
        email = try row.value("email")
        displayName = try row.value("display_name")
        role = try row.value("role")
        articles = try row.value("articles")
        let owner: UInt64? = row["user_id"]
        profile = owner.map { _ in Profile(biography: row["biography"], website: row["website"]) }
    }
}
