package import DatabaseSettings
internal import ServerPort

extension ConnectionSettings {
    /// Opens a session at the address or, if that fails, at the first alternative that works. Prefers a server that
    /// takes changes. `open` gets settings with the chosen address first, and returns whether the server is read-only.
    ///
    /// - Throws: `ConnectionError` of the first address.
    package func openFirst<Session>(
        _ open: (ConnectionSettings) throws -> (Session, isReadOnly: Bool)
    ) throws -> Session {
        let addresses = [address] + alternatives
        var first: ConnectionError?
        var readOnly: Session?
        for place in addresses.indices {
            var settings = self
            settings.address = addresses[place]
            settings.alternatives = Array(addresses[(place + 1)...] + addresses[..<place])
            do {
                let (session, isReadOnly) = try open(settings)
                if !isReadOnly { return session }
                readOnly = readOnly ?? session
            } catch let error as ConnectionError where error.mayBeOtherwiseElsewhere {
                first = first ?? error
            }
        }
        if let readOnly { return readOnly }
        throw first
            ?? ConnectionError(.other, settings: self, server: ServerError(errno: 0, sqlState: "", message: ""))
    }
}
