/// Returns the known name with the fewest edits from `name`, or nil if that is too many for the name's length. Of
/// equally near names, the first wins, so the answer depends only on the order given.
package func nearestName(to name: String, in known: [String]) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    var best: (name: String, distance: Int)?
    for candidate in known {
        let distance = editDistance(wanted, Array(candidate.lowercased().unicodeScalars))
        if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(1, min(wanted.count, best.name.unicodeScalars.count) / 3) else { return nil }
    return best.name
}

/// Returns the optimal string alignment distance: Damerau–Levenshtein with adjacent swaps only.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in 1...left.count {
        var row = [i]
        for j in 1...right.count {
            var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1))
            if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                cost = min(cost, beforeLast[j - 2] + 1)
            }
            row.append(cost)
        }
        beforeLast = last
        last = row
    }
    return last[right.count]
}

/// Returns `; did you mean 'x'?` if a known name is similar enough.
package func suggestion(for name: String, in known: [String]) -> String {
    nearestName(to: name, in: known).map { "; did you mean '\($0)'?" } ?? ""
}
