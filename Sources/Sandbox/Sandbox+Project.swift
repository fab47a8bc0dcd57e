extension Sandbox {
    /// The embedded server of a project.
    ///
    /// - Parameters:
    ///   - folder: The project's folder, as an absolute path.
    ///   - database: The database; nil for the one named after the folder.
    package init(ofProjectIn folder: String, database: String?) {
        self.init(
            folder: folder + "/.swiftmig/sandbox",
            databaseName: database ?? Self.databaseName(ofProjectIn: folder)
        )
    }

    /// The folder's name as a database name that needs no quotes: letters and digits of any script in the Basic
    /// Multilingual Plane. The server names the database's folder with five characters for each one beyond ASCII, and
    /// that name has room for 255.
    private static func databaseName(ofProjectIn folder: String) -> String {
        let name = (folder.split(separator: "/").last ?? "").lowercased().unicodeScalars.map { scalar in
            let isPlain =
                scalar.value <= 0xFFFF && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isPlain ? Character(scalar) : "_"
        }
        let text = String(String.UnicodeScalarView(name.prefix(48).flatMap(\.unicodeScalars)))
        return text.allSatisfy { $0 == "_" } ? "project" : text
    }
}
