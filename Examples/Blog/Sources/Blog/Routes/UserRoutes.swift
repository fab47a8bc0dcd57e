import BlogModels
import Hummingbird
import SwiftMigData
import SwiftMigQueries

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

func addUserRoutes(to router: Router<BlogContext>, _ engine: Engine) {
    router.get("users") { _, _ in
        try await engine.fetch(User.order { $0.id.ascending }.withProfileAndArticles)
    }
    router.get("users/:id") { _, context in
        let id = try context.parameters.require("id", as: UInt64.self)
        guard let user = try await engine.first(User.where { $0.id == id }.withProfileAndArticles) else {
            throw HTTPError(.notFound)
        }
        return user
    }
    router.post("users") { request, context in
        let new = try await request.decode(as: NewUser.self, context: context)
        // Stores the user and the profile, or neither.
        let (user, profile) = try await engine.transaction { session in
            let user = try await session.insert(
                User.New(email: new.email, displayName: new.displayName, role: new.role)
            )
            guard let profile = new.profile else { return (user, BlogModels.Profile?.none) }
            let row = Profile.New(userID: user.id, biography: profile.biography, website: profile.website)
            return (user, try await session.insert(row))
        }
        return EditedResponse(status: .created, response: UserResponse(user, profile, articles: 0))
    }
    router.delete("users/:id") { _, context in
        let id = try context.parameters.require("id", as: UInt64.self)
        // The foreign keys delete the profile and the articles with the user.
        try await engine.execute(User.delete().where { $0.id == id })
        return HTTPResponse.Status.noContent
    }
}

extension Query<User, User> {
    /// The users with their profiles and the numbers of their articles.
    var withProfileAndArticles: Query<User, UserResponse> {
        including(User.profile.included, User.articles.included.map(\.count))
            .map { UserResponse($0, $1, articles: $2) }
    }
}

extension UserResponse {
    init(_ user: User, _ profile: BlogModels.Profile?, articles: Int) {
        id = user.id
        email = user.email
        displayName = user.displayName
        role = user.role
        self.articles = articles
        self.profile = profile.map { Profile(biography: $0.biography, website: $0.website) }
    }
}
