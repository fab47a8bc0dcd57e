import SchemaModel
import SchemaSQL
import Testing

struct DictionaryTextTests {
    @Test(
        arguments: [
            ("utf8mb4", [0x61, 0xC3, 0xA9, 0xF0, 0x9F, 0x98, 0x80], "aé😀"), ("utf8mb3", [0xC3, 0xA9], "é"),
            ("utf16", [0x00, 0x61, 0xD8, 0x3D, 0xDE, 0x00], "a😀"),
            ("utf16le", [0x61, 0x00, 0x3D, 0xD8, 0x00, 0xDE], "a😀"),
            ("utf32", [0x00, 0x01, 0xF6, 0x00], "😀"), ("utf8mb4", [], ""), ("latin1", [0x61], nil),
            // Overlong, a surrogate, cut off, alone, beyond the last character.
            ("utf8mb4", [0xC0, 0x80], nil), ("utf8mb4", [0xED, 0xA0, 0x80], nil), ("utf8mb4", [0x61, 0xF0, 0x9F], nil),
            ("utf16", [0xD8, 0x3D], nil), ("utf16", [0xDE, 0x00, 0xD8, 0x3D], nil),
            ("utf32", [0x00, 0x11, 0x00, 0x00], nil),
        ] as [(String, [UInt8], String?)]
    )
    func validBytesAreText(charset: String, bytes: [UInt8], text: String?) {
        #expect(CharacterSet.text(of: bytes, in: charset) == text)
    }
}
