package import SchemaModel

extension Schema {
    /// The schema with nothing said twice: what tables have from the schema's defaults, and columns from their table,
    /// is left out. `DeclaredNormalizer` fills it in again, so a document of this is short and means the same.
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
    /// The shortest clause that means this where `inherited` is what no clause means. A collation names its
    /// character set where the server knows the collation.
    fileprivate func spelled(
        where inherited: CharsetAndCollation,
        on profile: ServerProfile
    ) -> (charset: String?, collation: String?) {
        if self == inherited { return (nil, nil) }
        return profile.charsetOfCollation[collation] == charset ? (nil, collation) : (charset, collation)
    }
}
