extension RandomAccessCollection where Self: Sendable, SubSequence: Sendable {
    /// Transforms the elements like `map`, in one part on each processor. If elements fail, the error is that of the
    /// first of them.
    ///
    /// - Parameter smallestPart: How many elements are worth a thread.
    package func mapInParallel<Result: Sendable>(
        smallestPart: Int = 32,
        _ transform: @escaping @Sendable (Element) throws -> Result
    ) throws -> [Result] {
        let parts = Swift.min(CurrentProcess.processorCount, count / Swift.max(1, smallestPart))
        guard parts > 1 else { return try map(transform) }
        let ends = (0...parts).map { index(startIndex, offsetBy: count * $0 / parts) }
        let others = (1..<parts).map { part in
            let slice = self[ends[part]..<ends[part + 1]]
            return Background { try slice.map(transform) }
        }
        var results = try self[ends[0]..<ends[1]].map(transform)
        results.reserveCapacity(count)
        for other in others { results += try other.value() }
        return results
    }
}
