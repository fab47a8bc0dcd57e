internal import SQLStatements
package import SchemaModel
internal import SchemaSQL
package import ServerPort

/// The pipeline from two schemas to a script: normalise, compare, plan, render. Each stage has its own file, and what
/// only the server can add to the result comes last.
package struct Autogenerate {
    let profile: ServerProfile
    let executor: any QueryExecutor
    let options: AutogenerateOptions
    let objects: ObjectSources
    let ownTables: () throws -> Set<String>

    /// Compares the declared schema with the live one.
    ///
    /// - Parameters:
    ///   - live: The inspected schema, without swiftmig's own tables.
    ///   - notUnderstood: The tables that could not be inspected reliably, with the reason. They are left alone.
    ///   - ownTables: Returns the tables that applied revisions have made. They are dropped when the models no longer
    ///     declare them. Called only if the database has a table that the models lack.
    /// - Throws: `BeyondTheServer`, `DeclaredTableRejected`, `DeclaredObjectRejected`, `ImpossibleForeignKey`,
    ///   `ImpossibleRename`, `NameTaken`, `ServerError`, and whatever `ownTables` and `objects` throw.
    package static func run(
        declared: DeclaredSchema,
        live: Schema,
        notUnderstood: [String: String],
        profile: ServerProfile,
        executor: any QueryExecutor,
        options: AutogenerateOptions,
        objects: ObjectSources = ObjectSources(),
        ownTables: () throws -> Set<String>
    ) throws -> AutogenerateResult {
        try ServerLimits(profile: profile).checkNames(of: declared.schema)
        let unread = notUnderstood.keys.map { StoredObject.ID(.view, $0) } + objects.notUnderstood.keys
        let names = NameSpelling(profile: profile, live: live, unread: unread, declared: declared.schema)
        var options = options
        options.renames = options.renames.map(names.rename)
        var sources = objects
        sources.notUnderstood = Dictionary(objects.notUnderstood.map { id, reason in (id.key, reason) }) { $1 }
        sources.own = { Set(try objects.own().map(names.id)) }
        return try withoutActuallyEscaping(ownTables) { ownTables in
            try Autogenerate(
                profile: profile,
                executor: executor,
                options: options,
                objects: sources,
                ownTables: { Set(try ownTables().map(names.relation)) }
            )
            .run(declared: names.models(declared), live: live, notUnderstood: notUnderstood)
        }
    }

    private func run(
        declared models: DeclaredSchema,
        live: Schema,
        notUnderstood: [String: String]
    ) throws -> AutogenerateResult {
        var result = AutogenerateResult()
        let sides = try normalize(models, live: live, notUnderstood: notUnderstood, telling: &result)
        let difference = try compare(sides, telling: &result)
        let scripts = try plan(difference)
        render(scripts, of: difference, declared: sides.declared.database, into: &result)
        try annotate(&result, of: difference, zeroDates: scripts.zeroDates)
        return result
    }
}
