/// Text built from many pieces. Appending to bytes takes a third of the time of appending to a `String`, and the
/// statements of a schema consist of hundreds of thousands of pieces.
struct TextBuffer {
    private var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    static func += (buffer: inout TextBuffer, piece: String) {
        var piece = piece
        piece.withUTF8 { buffer.bytes.append(contentsOf: $0) }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}
