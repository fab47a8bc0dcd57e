package import SchemaModel

/// A character set with one of its collations.
package struct CharsetAndCollation: Hashable, Sendable {
    package var charset: String
    package var collation: String
}

extension ServerProfile {
    /// `utf8` is an alias of utf8mb3 on every supported server (MariaDB's default is `old_mode=UTF8_IS_UTF8MB3`; MySQL
    /// 8.0 manual, "The utf8 Character Set"), and so are `utf8_…` collations. Servers print the long name.
    package static func canonicalCharsetName(_ name: String) -> String {
        let name = name.lowercased()
        if name == "utf8" { return "utf8mb3" }
        return name.hasPrefix("utf8_") ? "utf8mb3_" + name.dropFirst("utf8_".count) : name
    }

    /// Returns the effective character set and collation if either, both or neither is declared.
    ///
    /// The rules are those of CREATE TABLE: a collation implies its character set, and a character set its default
    /// collation.
    ///
    /// - Parameter existing: The current value, which stays if it matches everything declared.
    package func resolve(
        charset: String?,
        collation: String?,
        inherited: CharsetAndCollation,
        existing: CharsetAndCollation? = nil
    ) -> CharsetAndCollation {
        let charset = charset.map(Self.canonicalCharsetName)
        if let collation = collation.map(Self.canonicalCharsetName) {
            // MariaDB's context collations (uca1400_ai_ci) do not belong to one character set.
            if let own = charsetOfCollation[collation] {
                return CharsetAndCollation(charset: own, collation: collation)
            }
            if let existing, charset ?? existing.charset == existing.charset,
                existing.collation == "\(existing.charset)_\(collation)"
            {
                return existing
            }
            let context = charset ?? inherited.charset
            let full = "\(context)_\(collation)"
            return CharsetAndCollation(
                charset: context,
                collation: charsetOfCollation[full] == nil ? collation : full
            )
        }
        if let charset {
            if let existing, existing.charset == charset { return existing }
            let collation = defaultCollations[charset] ?? "\(charset)_general_ci"
            return CharsetAndCollation(charset: charset, collation: collation)
        }
        return inherited
    }

    /// Returns the default that the database should have.
    func databaseDefault(declared: DatabaseDefaults?) -> CharsetAndCollation {
        guard let declared else { return databaseDefault }
        return resolve(charset: declared.charset, collation: declared.collation, inherited: databaseDefault)
    }

    package var databaseDefault: CharsetAndCollation {
        CharsetAndCollation(charset: defaultCharset, collation: defaultCollation)
    }
}

extension TableOptions {
    /// The table's character set and collation, if both are known.
    var text: CharsetAndCollation? { CharsetAndCollation(charset: charset, collation: collation) }
}

extension Column {
    /// The column's character set and collation, if both are known.
    var text: CharsetAndCollation? { CharsetAndCollation(charset: charset, collation: collation) }
}

extension CharsetAndCollation {
    fileprivate init?(charset: String?, collation: String?) {
        guard let charset, let collation else { return nil }
        self.init(charset: charset, collation: collation)
    }
}
