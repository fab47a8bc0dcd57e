/// How far a batch has come, as the journal keeps it.
struct BatchPosition: Hashable, Sendable {
    /// The directive's table and key.
    let source: String
    /// The smallest and the largest key when the batch began: rows that come later are not its affair.
    let first: String
    let last: String
    /// The largest key that is done.
    var done: String?
    /// How many ranges are done, and how many rows they changed. The last range's rows are not known when this is written.
    var ranges = 0
    var rows: UInt64 = 0

    init(source: String, first: String, last: String) {
        self.source = source
        self.first = first
        self.last = last
    }

    /// What `init(text:)` reads.
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

    /// How much is done, from 0 to 1, as far as the keys tell: nil where they are no numbers.
    var share: Double? {
        guard let done else { return 0 }
        guard let first = Double(first), let last = Double(last), let done = Double(done) else { return nil }
        return last > first ? min(1, (done - first) / (last - first)) : 1
    }
}
