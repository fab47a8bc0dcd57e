/// Names of columns, made of those of properties.
package enum ColumnName {
    /// The name in snake case: `teamID` is `team_id`, `htmlURL2` is `html_url2`, `userIDs` is `user_ids`.
    ///
    /// A word begins with an upper-case letter behind a lower-case one or a digit, and with the last letter of a run of
    /// upper-case ones that goes on in lower case. A plural `s` behind such a run belongs to it.
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
