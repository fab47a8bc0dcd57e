/// Text that is put together of many pieces: appending to bytes takes a third of the time that appending to a `String`
/// does, and a schema's statements are hundreds of thousands of pieces.
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
