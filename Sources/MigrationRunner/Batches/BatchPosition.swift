/// The progress of a batch, as the journal keeps it.
struct BatchPosition: Hashable, Sendable {
    /// The directive's table and key.
    let source: String
    /// The smallest and the largest key when the batch began. The batch ignores rows that are added later.
    let first: String
    let last: String
    /// The largest key that is done.
    var done: String?
    /// The number of finished ranges and of the rows they changed. The rows of the last range are not known yet when
    /// this is written.
    var ranges = 0
    var rows: UInt64 = 0

    init(source: String, first: String, last: String) {
        self.source = source
        self.first = first
        self.last = last
    }

    /// The text that `init(text:)` reads.
    var text: String? {
        let fields = [source, first, last, done.map { "=" + $0 } ?? "", "\(ranges)", "\(rows)"]
        return JournalDetails.text(of: fields, limit: 1 << 20)
    }

    init?(text: String) {
        let fields = JournalDetails.statements(in: text)
        guard fields.count == 6, let ranges = Int(fields[4]), let rows = UInt64(fields[5]) else { return nil }
        self.init(source: fields[0], first: fields[1], last: fields[2])
        done = fields[3].isEmpty ? nil : String(fields[3].dropFirst())
        self.ranges = ranges
        self.rows = rows
    }

    /// The finished share, from 0 to 1, estimated from the keys; nil if the keys are not numbers.
    var share: Double? {
        guard let done else { return 0 }
        guard let first = Double(first), let last = Double(last), let done = Double(done) else { return nil }
        return last > first ? min(1, (done - first) / (last - first)) : 1
    }
}
