/// Derives the names of columns from those of properties.
package enum ColumnName {
    /// Returns the name in snake case: `teamID` becomes `team_id`, `htmlURL2` becomes `html_url2`, `userIDs` becomes
    /// `user_ids`.
    ///
    /// A word begins with an upper-case letter after a lower-case letter or a digit, and with the last upper-case
    /// letter of a run that continues in lower case. A plural `s` after such a run belongs to it.
    package static func snakeCase(_ property: String) -> String {
        let characters = Array(property)
        var name = ""
        for (index, character) in characters.enumerated() {
            if beginsWord(index, in: characters) { name.append("_") }
            name += character.lowercased()
        }
        return name
    }

    private static func beginsWord(_ index: Int, in characters: [Character]) -> Bool {
        guard index > 0, characters[index].isUppercase, characters[index - 1] != "_" else { return false }
        if !characters[index - 1].isUppercase { return true }
        guard index + 1 < characters.count, characters[index + 1].isLowercase else { return false }
        let isPlural =
            characters[index + 1] == "s" && !(index + 2 < characters.count && characters[index + 2].isLowercase)
        return !isPlural
    }
}
