/// Forms the singular of English plurals where that is safe. The table's name is written next to the type's, so a badly
/// named type can be renamed without affecting the database.
enum Singular {
    private static let irregular = [
        "analyses": "analysis", "buses": "bus", "bonuses": "bonus", "children": "child", "cookies": "cookie",
        "indices": "index", "men": "man", "movies": "movie", "people": "person", "series": "series",
        "species": "species", "statuses": "status", "viruses": "virus", "women": "woman",
    ]
    private static let unchanging: Set<String> = ["alias", "atlas", "canvas", "chaos", "gas", "lens", "news", "yes"]

    /// Returns the words with the last one in the singular.
    static func words(_ words: [String]) -> [String] {
        guard let last = words.last else { return words }
        return words.dropLast() + [word(last)]
    }

    private static func word(_ word: String) -> String {
        let small = word.lowercased()
        if let singular = irregular[small] { return singular }
        if unchanging.contains(small) || small.count < 3 || !small.hasSuffix("s") { return word }
        // address, status, analysis
        if ["ss", "us", "is"].contains(where: small.hasSuffix) { return word }
        if small.hasSuffix("ies"), small.count > 4 { return word.dropLast(3) + "y" }
        // classes, dishes, batches, boxes
        if ["sses", "shes", "ches", "xes"].contains(where: small.hasSuffix), small != "caches" {
            return String(word.dropLast(2))
        }
        return String(word.dropLast())
    }
}
