package import SchemaModel

extension Schema {
    /// Returns the schema without inherited values, which tables get from the schema's defaults and columns get from
    /// their table. `DeclaredNormalizer` fills them in again, so a document of this schema is short and means the same.
    package func withoutInherited(on profile: ServerProfile) -> Schema {
        var schema = self
        schema.defaults.engine = defaults.engine ?? profile.defaultEngine
        let inherited = profile.resolve(
            charset: defaults.charset,
            collation: defaults.collation,
            inherited: profile.databaseDefault
        )
        for index in schema.tables.indices {
            let text = CharsetAndCollation(
                charset: tables[index].options.charset ?? inherited.charset,
                collation: tables[index].options.collation ?? inherited.collation
            )
            schema.tables[index].leaveOut(inherited: inherited, own: text, on: profile)
            if tables[index].options.engine == schema.defaults.engine { schema.tables[index].options.engine = nil }
        }
        return schema
    }
}

extension Table {
    fileprivate mutating func leaveOut(
        inherited: CharsetAndCollation,
        own: CharsetAndCollation,
        on profile: ServerProfile
    ) {
        (options.charset, options.collation) = own.spelled(where: inherited, on: profile)
        for index in columns.indices where columns[index].type.isCharacter {
            guard let charset = columns[index].charset, let collation = columns[index].collation else { continue }
            let text = CharsetAndCollation(charset: charset, collation: collation)
            (columns[index].charset, columns[index].collation) = text.spelled(where: own, on: profile)
        }
    }
}

extension CharsetAndCollation {
    /// Returns the shortest clause with this meaning. Omitting the clause means `inherited`. A collation implies its
    /// character set if the server knows the collation.
    fileprivate func spelled(
        where inherited: CharsetAndCollation,
        on profile: ServerProfile
    ) -> (charset: String?, collation: String?) {
        if self == inherited { return (nil, nil) }
        return profile.charsetOfCollation[collation] == charset ? (nil, collation) : (charset, collation)
    }
}
