/// Finds the word that was probably meant.
enum Spelling {
    /// The names that other libraries use for our arguments.
    private static let synonyms = [
        "originalName": "renamedFrom", "deleteRule": "onDelete", "onForeignKeyUpdate": "onKeyUpdate",
        "indexed": "index",
    ]

    /// The nearest word; nil if none is near.
    static func nearest(to word: String, in known: [String]) -> String? {
        if let synonym = synonyms[word], known.contains(synonym) { return synonym }
        let near = known.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
        return near.filter { $0.distance <= max(1, $0.word.count / 4) }.min { $0.distance < $1.distance }?.word
    }

    /// The number of letters to insert, remove or change.
    private static func distance(_ first: String, _ second: String) -> Int {
        let second = Array(second)
        var row = Array(0...second.count)
        for (line, character) in first.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for index in second.indices {
                let changed = diagonal + (character == second[index] ? 0 : 1)
                diagonal = row[index + 1]
                row[index + 1] = min(changed, diagonal + 1, row[index] + 1)
            }
        }
        return row[second.count]
    }
}
