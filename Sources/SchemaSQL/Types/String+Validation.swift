extension String {
    /// Decodes text that must be valid. `String(validating:as:)` needs macOS 15.
    package init?<Encoding: UnicodeCodec>(valid units: some Sequence<Encoding.CodeUnit>, as encoding: Encoding.Type) {
        var decoder = Encoding()
        var units = units.makeIterator()
        var scalars = UnicodeScalarView()
        while true {
            switch decoder.decode(&units) {
            case .scalarValue(let scalar): scalars.append(scalar)
            case .emptyInput:
                self.init(scalars)
                return
            case .error: return nil
            }
        }
    }
}
