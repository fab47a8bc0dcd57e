internal import DiagnosticModel

/// Checks revisions and sorts them.
struct GraphBuilder {
    private var revisions: [Revision]
    private let strictness: RevisionGraph.Strictness
    private var problems: [RevisionGraphError]
    private var placeOfID: [String: Int] = [:]
    private var placeOfLabel: [String: Int] = [:]
    private var down: [[Int]] = []
    private var dependencies: [[Int]] = []
    private let squashes: Squashes
    private let folded: Set<String>
    /// Second names of revisions, used while building.
    private var aliases: [String: String] = [:]

    /// - Parameter folded: The squashes that replace their revisions in the chain. For any other squash, the chain
    ///   contains the replaced revisions instead.
    init(
        revisions: [Revision],
        strictness: RevisionGraph.Strictness,
        problems: [RevisionGraphError],
        squashes: Squashes = .none,
        folded: Set<String> = []
    ) {
        self.revisions = revisions
        self.squashes = squashes
        self.folded = folded
        self.strictness = strictness
        self.problems = problems
    }

    private mutating func report(_ problem: RevisionGraphError) throws(RevisionGraphError) {
        if strictness == .fail { throw problem }
        problems.append(problem)
    }

    /// - Throws: `RevisionGraphError`, unless the builder collects problems.
    mutating func build() throws(RevisionGraphError) -> RevisionGraph {
        sortByCreation()
        try checkIDs()
        if !squashes.isEmpty { leaveOutSquashes() }
        try collectLabels()
        try connect()
        try checkSelfLoops()
        var order = order(over: down)
        if order.count < revisions.count { try breakCycles(order, isDependency: false) }
        let hasDependencies = dependencies.contains { !$0.isEmpty }
        if hasDependencies || order.count < revisions.count { order = self.order(over: union) }
        if order.count < revisions.count {
            try breakCycles(order, isDependency: true)
            order = self.order(over: union)
        }
        return finished(order)
    }

    private var union: [[Int]] { zip(down, dependencies).map { $0 + $1 } }

    private mutating func sortByCreation() {
        // Usually, files are named by their time of creation, so nothing has to be moved.
        let isSorted = zip(revisions, revisions.dropFirst()).allSatisfy { !Self.isCreatedEarlier($1, $0) }
        if isSorted { return }
        let order = revisions.indices.sorted { Self.isCreatedEarlier(revisions[$0], revisions[$1]) }
        revisions = order.map { revisions[$0] }
    }

    private static func isCreatedEarlier(_ left: Revision, _ right: Revision) -> Bool {
        switch (left.created, right.created) {
        case (let first?, let second?) where first != second: first < second
        case (nil, _?): true
        case (_?, nil): false
        default: left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
        }
    }

    private mutating func checkIDs() throws(RevisionGraphError) {
        var refused: Set<Int> = []
        placeOfID.reserveCapacity(revisions.count)
        for place in revisions.indices {
            let id = revisions[place].id
            let illegal = RevisionID.illegalCharacters(in: id)
            if !illegal.isEmpty {
                refused.insert(place)
                try report(.file(.illegalRevisionID(id, characters: illegal, revisions[place].location)))
            } else if let first = placeOfID.updateValue(place, forKey: id) {
                placeOfID[id] = first
                refused.insert(place)
                // The file whose name sorts first is called the first, whatever the times in the headers are.
                let places = [revisions[first].location, revisions[place].location].sorted { $0.file < $1.file }
                try report(.duplicateRevision(id, places[1], first: places[0]))
            }
        }
        if !refused.isEmpty { leaveOut { refused.contains($0) } }
    }

    private mutating func leaveOut(_ isLeftOut: (Int) -> Bool) {
        revisions = revisions.indices.filter { !isLeftOut($0) }.map { revisions[$0] }
        placeOfID = [:]
        for (place, revision) in revisions.enumerated() { placeOfID[revision.id] = place }
    }

    private mutating func leaveOutSquashes() {
        let leftOut = squashes.leftOut(folded: folded)
        // A squash has the labels of the revisions that it replaces, even if its header does not list them.
        for squash in squashes.open where folded.contains(squash.id) {
            let labels = squash.replaced.compactMap { placeOfID[$0] }.flatMap { revisions[$0].branchLabels }
            guard let place = placeOfID[squash.id] else { continue }
            revisions[place].branchLabels += labels.filter { !revisions[place].branchLabels.contains($0) }
        }
        let ids = revisions.map(\.id)
        leaveOut { leftOut.contains(ids[$0]) }
        aliases = squashes.aliases(folded: folded).filter { placeOfID[$0.key] == nil && placeOfID[$0.value] != nil }
    }

    private func place(of id: String) -> Int? {
        placeOfID[id] ?? aliases[id].flatMap { placeOfID[$0] }
    }

    private mutating func collectLabels() throws(RevisionGraphError) {
        for place in revisions.indices where !revisions[place].branchLabels.isEmpty {
            let revision = revisions[place]
            for label in revision.branchLabels {
                // A label is an alias of its revision, so it must not be the id of another.
                if let first = placeOfLabel[label] ?? placeOfID[label], first != place {
                    let location = revision.location(line: revision.lines.branchLabels)
                    try report(.duplicateLabel(label, location, first: revisions[first].location))
                } else {
                    placeOfLabel[label] = place
                }
            }
        }
    }

    private mutating func connect() throws(RevisionGraphError) {
        down.reserveCapacity(revisions.count)
        dependencies.reserveCapacity(revisions.count)
        for index in revisions.indices {
            var parents: [Int] = []
            for (position, parent) in revisions[index].downRevisions.enumerated() {
                if let place = place(of: parent) {
                    // Readers of the chain must find each parent in it.
                    if !aliases.isEmpty { revisions[index].downRevisions[position] = revisions[place].id }
                    if !parents.contains(place) { parents.append(place) }
                } else {
                    try reportMissing(
                        parent,
                        "down_revision",
                        revisions[index],
                        line: revisions[index].lines.downRevision
                    )
                }
            }
            down.append(parents)
            var needed: [Int] = []
            for name in revisions[index].dependsOn {
                if let place = try dependency(name, of: revisions[index]) {
                    if !needed.contains(place) { needed.append(place) }
                } else {
                    try reportMissing(name, "depends_on", revisions[index], line: revisions[index].lines.dependsOn)
                }
            }
            dependencies.append(needed)
        }
    }

    /// A dependency may be the beginning of an id or label, as everywhere else.
    private mutating func dependency(_ name: String, of revision: Revision) throws(RevisionGraphError) -> Int? {
        if let place = place(of: name) ?? placeOfLabel[name] { return place }
        var found = Set(revisions.indices.filter { revisions[$0].id.utf8.starts(with: name.utf8) })
        for (label, place) in placeOfLabel where label.utf8.starts(with: name.utf8) { found.insert(place) }
        for alias in aliases.keys where alias.utf8.starts(with: name.utf8) {
            if let place = place(of: alias) { found.insert(place) }
        }
        if found.count > 1 {
            let ids = found.sorted().map { revisions[$0].id }
            try report(
                .ambiguousDependency(
                    name,
                    neededBy: revision.id,
                    candidates: ids,
                    revision.location(line: revision.lines.dependsOn)
                )
            )
        }
        return found.min()
    }

    private mutating func reportMissing(
        _ id: String,
        _ key: String,
        _ revision: Revision,
        line: Int
    ) throws(RevisionGraphError) {
        try report(.missingRevision(id, key: key, neededBy: revision.id, revision.location(line: line)))
    }

    private mutating func checkSelfLoops() throws(RevisionGraphError) {
        for place in revisions.indices {
            if down[place].contains(place) {
                let revision = revisions[place]
                try report(.selfLoop(revision.id, revision.location(line: revision.lines.downRevision)))
                down[place].removeAll { $0 == place }
            }
            if dependencies[place].contains(place) {
                let revision = revisions[place]
                try report(.dependencySelfLoop(revision.id, revision.location(line: revision.lines.dependsOn)))
                dependencies[place].removeAll { $0 == place }
            }
        }
    }

    // MARK: Order

    /// Sorts parents first; of those that are ready, the one created first. Places on or after a cycle are left out.
    private func order(over parents: [[Int]]) -> [Int] {
        // A parent that is also a dependency counts twice, here and below.
        var waitingFor = parents.map(\.count)
        var children = [[Int]](repeating: [], count: parents.count)
        for (place, parents) in parents.enumerated() {
            for parent in parents { children[parent].append(place) }
        }
        // The smallest is last, so that it is cheap to remove. A linear chain has one ready at a time.
        var ready = Array(parents.indices.filter { waitingFor[$0] == 0 }.reversed())
        var order: [Int] = []
        order.reserveCapacity(parents.count)
        while let place = ready.popLast() {
            order.append(place)
            for child in children[place] {
                waitingFor[child] -= 1
                guard waitingFor[child] == 0 else { continue }
                let index = ready.lastIndex { $0 > child }.map { $0 + 1 } ?? 0
                ready.insert(child, at: index)
            }
        }
        return order
    }

    /// Reports each cycle among the places without order, and removes the edges that close it.
    private mutating func breakCycles(_ ordered: [Int], isDependency: Bool) throws(RevisionGraphError) {
        var left = Set(revisions.indices).subtracting(ordered)
        while !left.isEmpty {
            guard let cycle = Self.cycle(in: left, isDependency ? union : down) else { return }
            let ids = cycle.map { revisions[$0].id }
            let locations = cycle.map { place in
                let lines = revisions[place].lines
                return revisions[place].location(line: isDependency ? lines.revision : lines.downRevision)
            }
            try report(isDependency ? .dependencyCycle(ids, locations) : .cycle(ids, locations))
            let cut = cycle[0]
            down[cut].removeAll { cycle.contains($0) }
            dependencies[cut].removeAll { cycle.contains($0) }
            left = Set(revisions.indices).subtracting(order(over: isDependency ? union : down))
        }
    }

    /// Follows parents within `places` until one repeats.
    private static func cycle(in places: Set<Int>, _ parents: [[Int]]) -> [Int]? {
        guard var place = places.min() else { return nil }
        var path: [Int] = []
        while true {
            if let start = path.firstIndex(of: place) { return Array(path[start...]) }
            path.append(place)
            // A place without order waits for another one without order.
            guard let parent = parents[place].first(where: { places.contains($0) }) else { return nil }
            place = parent
        }
    }

    private func finished(_ order: [Int]) -> RevisionGraph {
        // Usually, the order of creation is an order of the chain.
        if order.elementsEqual(revisions.indices) {
            return RevisionGraph(
                revisions: revisions,
                downParents: down,
                dependencies: dependencies,
                placeOfID: placeOfID,
                placeOfLabel: placeOfLabel,
                placeOfAlias: aliases.compactMapValues { placeOfID[$0] },
                problems: problems,
                squashes: squashes,
                folded: folded
            )
        }
        var newPlace = [Int](repeating: 0, count: revisions.count)
        for (new, old) in order.enumerated() { newPlace[old] = new }
        return RevisionGraph(
            revisions: order.map { revisions[$0] },
            downParents: order.map { down[$0].map { newPlace[$0] } },
            dependencies: order.map { dependencies[$0].map { newPlace[$0] } },
            placeOfID: placeOfID.mapValues { newPlace[$0] },
            placeOfLabel: placeOfLabel.mapValues { newPlace[$0] },
            placeOfAlias: aliases.compactMapValues { id in placeOfID[id].map { newPlace[$0] } },
            problems: problems,
            squashes: squashes,
            folded: folded
        )
    }
}
