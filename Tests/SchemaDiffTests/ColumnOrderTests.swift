import Testing

@testable import SchemaDiff

struct ColumnOrderTests {
    @Test(arguments: [
        ("abcd", "abcd", 0), ("abcd", "bcda", 1), ("abcd", "dabc", 1), ("abcd", "dcba", 3), ("ab", "ba", 1),
        ("abcdef", "acebdf", 2), ("", "", 0),
    ])
    func movesAsFewColumnsAsPossible(current: String, wanted: String, count: Int) {
        let current = current.map { String($0) }
        let wanted = wanted.map { String($0) }
        let moves = ColumnOrder.moves(from: current, to: wanted)
        #expect(moves.count == count)
        for pinned in current.indices {
            let moves = ColumnOrder.moves(from: current, to: wanted, pinned: [current[pinned]])
            #expect(!moves.contains(current[pinned]))
            #expect(current.filter { !moves.contains($0) } == wanted.filter { !moves.contains($0) })
        }
        let staying = current.filter { !moves.contains($0) }
        #expect(staying == wanted.filter { !moves.contains($0) })
    }
}

struct GlobTests {
    @Test(arguments: [
        ("tmp_*", "tmp_1", true), ("tmp_*", "xtmp_1", false), ("*", "", true), ("a?c", "abc", true),
        ("a?c", "ac", false),
        ("*_old", "a_old_old", true), ("a*b*c", "aXbYc", true), ("a*b*c", "aXcYb", false),
    ])
    func matches(pattern: String, text: String, expected: Bool) {
        #expect(Glob(pattern).matches(text) == expected)
    }
}
