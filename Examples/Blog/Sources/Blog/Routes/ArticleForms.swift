import BlogModels
import Hummingbird
import SwiftMigData
import SwiftMigHummingbird

/// `POST /article/add` in the three forms in which a handler gets at its session.
func addArticleForms(to router: Router<BlogContext>, _ engine: Engine) {
    // 1. The engine is a dependency of a controller.
    let controller = ArticleController(engine: engine)
    router.group("dependency").post("article/add", use: controller.add)

    // 2. The handler opens a session for the length of a closure.
    router.group("closure").post("article/add") { request, context in
        let new = try await request.decode(as: NewArticle.self, context: context)
        let id = try await engine.session { session in
            let id = try await new.store(in: session)
            try await session.commit()
            return id
        }
        return EditedResponse(status: .created, response: AddedArticle(id: id))
    }

    // 3. A middleware gives each request its session, and commits it.
    router.group("middleware").add(middleware: SessionMiddleware(engine)).post("article/add") { request, context in
        let new = try await request.decode(as: NewArticle.self, context: context)
        let id = try await context.session { session in try await new.store(in: session) }
        return EditedResponse(status: .created, response: AddedArticle(id: id))
    }
}

struct AddedArticle: ResponseCodable {
    var id: UInt64
}

struct ArticleController: Sendable {
    let engine: Engine

    @Sendable func add(_ request: Request, _ context: BlogContext) async throws -> EditedResponse<AddedArticle> {
        let new = try await request.decode(as: NewArticle.self, context: context)
        let id = try await engine.transaction { session in try await new.store(in: session) }
        return EditedResponse(status: .created, response: AddedArticle(id: id))
    }
}
