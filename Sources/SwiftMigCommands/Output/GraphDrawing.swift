/// Draws a chain with lines in front of its revisions, newest first, like `git log --graph`.
///
/// Each column contains a line down to a revision. Column `n` is at character `2n`. A line that changes columns passes
/// through the characters in between, one per row.
struct GraphDrawing {
    /// A line between two rows.
    private struct Line {
        /// The character that it has reached.
        var at: Int
        var target: String
        /// The column that it goes to.
        var column = 0

        var hasArrived: Bool { at / 2 == column }
    }

    private let shown: Set<String>
    /// The target of each column's line.
    private var columns: [String] = []
    /// The columns that a line has just entered from the right.
    private var enteredFromRight: Set<Int> = []
    /// The columns that a line has just entered from the left.
    private var enteredFromLeft: Set<Int> = []

    /// - Parameter shown: The revisions to draw. Lines to others are left out.
    init(shown: [String]) {
        self.shown = Set(shown)
    }

    /// Returns the text of a revision with its lines: the first row is next to the `*`, the others follow.
    mutating func add(_ revision: String, parents: [String], text: String) -> String {
        let parents = parents.filter { shown.contains($0) }

        let place = columns.firstIndex(of: revision) ?? columns.count
        if place == columns.count { columns.append(revision) }

        let fork = Fork(columns: columns, place: place, parents: parents)
        var lines = fork.ends.map { Line(at: $0.at, target: $0.target) }
        var next: [String] = []
        for index in lines.indices {
            let known = next.firstIndex(of: lines[index].target)
            if known == nil { next.append(lines[index].target) }
            lines[index].column = known ?? next.count - 1
        }
        var rows = fork.rowsBefore(fromLeft: enteredFromLeft)
        let first = rows.count
        rows.append(starRow(fork, lines))
        if let row = fork.row { rows.append(row) }
        enteredFromRight = []
        enteredFromLeft = fork.movedRight
        while lines.contains(where: { !$0.hasArrived }) {
            rows.append(Self.step(&lines))
            enteredFromRight = Set(lines.filter { $0.at == 2 * $0.column + 1 }.map(\.column))
            enteredFromLeft = []
        }
        let width = 2 * max(columns.count, fork.width)
        columns = next
        return Self.joined(rows, text, first: first, width: width, columns: next.count)
    }

    private static func joined(_ rows: [String], _ text: String, first: Int, width: Int, columns: Int) -> String {
        let quiet = (0..<columns).map { _ in "|" }.joined(separator: " ")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        var result = ""
        for index in 0..<max(rows.count, first + lines.count) {
            let line = index >= first && index - first < lines.count ? lines[index - first] : ""
            var row = index < rows.count ? rows[index] : quiet
            while line.isEmpty, row.last == " " { row.removeLast() }
            result +=
                line.isEmpty
                ? row : row + String(repeating: " ", count: max(row.last == " " ? 0 : 1, width - row.count)) + line
            result += "\n"
        }
        return result
    }

    /// The row of the revision itself. A line that is changing columns continues in its direction.
    private func starRow(_ fork: Fork, _ lines: [Line]) -> String {
        var row = ""
        for column in columns.indices {
            if column == fork.place {
                row += "*" + fork.dashes
            } else if column > fork.place, fork.added > 1 || fork.added == 1 && enteredFromLeft.contains(column) {
                row += "\\"
            } else if column < fork.place || fork.added == 0, enteredFromRight.contains(column),
                lines.contains(where: { $0.at == 2 * column && $0.column < column })
            {
                row += "/"
            } else {
                row += "|"
            }
            row += " "
        }
        return row
    }

    /// Advances one row. Every line with enough room moves one character to the left, and the first one with a long way
    /// passes below the lines in between.
    private static func step(_ lines: inout [Line]) -> String {
        var row = [Character](repeating: " ", count: (lines.map(\.at).max() ?? 0) + 1)
        var taken: [Int: Int] = [:]
        var hasLongStep = false
        var kept: [Line] = []
        for var line in lines.sorted(by: { $0.at < $1.at }) {
            let home = 2 * line.column
            if line.at == home || line.at == home + 1 && taken[home] == nil {
                line.at = home
            } else if taken[line.at - 1] == line.column {
                // It has met the line to the same target.
                continue
            } else {
                let end = taken[line.at - 1] == nil ? line.at - 1 : line.at - 2
                row[max(0, end)] = "/"
                let passed = Array(stride(from: home + 3, to: line.at - 2, by: 2))
                if !hasLongStep {
                    hasLongStep = true
                    for character in passed where character < end { row[character] = "_" }
                    line.at = passed.first.map { min($0, end) } ?? end
                } else {
                    line.at = end
                }
            }
            if line.at == home { row[home] = "|" }
            taken[line.at] = line.column
            kept.append(line)
        }
        lines = kept
        return String(row)
    }
}

/// The lines directly below a revision.
private struct Fork {
    let place: Int
    /// The number of columns that it adds.
    private(set) var added = 0
    /// The characters and targets of the lines below it, from left to right.
    private(set) var ends: [(at: Int, target: String)] = []
    /// The row that draws several parents; nil for one or none.
    private(set) var row: String?
    /// The columns whose lines have just moved there from the left.
    private(set) var movedRight: Set<Int> = []
    private let columns: [String]
    private let parentCount: Int
    /// Whether the line to the first parent goes left and that to the second straight down.
    private let leansLeft: Bool

    /// The number of columns to leave room for.
    var width: Int { columns.count + max(0, added) }

    init(columns: [String], place: Int, parents: [String]) {
        self.columns = columns
        self.place = place
        parentCount = parents.count
        let known = parents.first.flatMap { columns[..<place].firstIndex(of: $0) }
        leansLeft = parents.count > 1 && known != nil
        ends = columns[..<place].enumerated().map { (2 * $0, $1) }
        let right = columns[(place + 1)...]
        guard parents.count > 1 else {
            if let parent = parents.first { ends.append((2 * place, parent)) }
            ends += right.enumerated().map { (2 * (place + 1 + $0), $1) }
            return
        }
        var cells = [Character](repeating: " ", count: 2 * (columns.count + parents.count))
        for column in 0..<place { cells[2 * column] = "|" }
        cells[2 * place] = "|"
        var below = parents
        if leansLeft, let known { lean(to: known, parents[0], &below, &cells) }
        let joins = right.first == below.last && below.count > 1
        added = below.count - (joins ? 2 : 1)
        for (offset, parent) in below.enumerated() {
            if offset > 0 { cells[2 * (place + offset) - 1] = "\\" }
            if offset > 0, joins, offset == below.count - 1 { break }
            ends.append((2 * (place + offset), parent))
            if offset > 0 { movedRight.insert(place + offset) }
        }
        for (offset, target) in right.enumerated() {
            let column = place + 1 + offset
            ends.append((2 * (column + added), target))
            if added > 0, !joins { movedRight.insert(column + added) }
            if added > 0 { cells[2 * (column + added) - 1] = "\\" } else { cells[2 * column] = "|" }
        }
        ends.sort { $0.at < $1.at }
        while cells.last == " " { cells.removeLast() }
        row = String(cells)
    }

    private mutating func lean(to known: Int, _ parent: String, _ below: inout [String], _ cells: inout [Character]) {
        below.removeFirst()
        cells[2 * place - 1] = "/"
        for character in stride(from: 2 * known + 3, to: 2 * place - 2, by: 2) { cells[character] = "_" }
        if place - known > 1 { ends.append((2 * known + 3, parent)) }
    }

    /// The `-.` after the `*` of a revision with three or more parents.
    var dashes: String {
        let count = parentCount - (leansLeft ? 3 : 2)
        return count < 1 ? "" : String(repeating: "-", count: 2 * count - 1) + "."
    }

    /// The rows above such a revision, in which the lines to its right make room.
    func rowsBefore(fromLeft: Set<Int>) -> [String] {
        let count = parentCount - (leansLeft ? 3 : 2)
        guard count > 0, place + 1 < columns.count else { return [] }
        return (0..<(2 * count)).map { step in
            let left = String(repeating: "| ", count: place + 1)
            let right = columns.indices.dropFirst(place + 1).map { column in
                step > 0 || fromLeft.contains(column) ? "\\" : "|"
            }
            return left + String(repeating: " ", count: step) + right.joined(separator: " ")
        }
    }
}
