internal import CSwiftMigPlatform

/// The errors that OpenSSL keeps for the current thread.
package enum TLSErrors {
    /// nil if the client library has another TLS library.
    private static let clearAll = swiftmig_find_function("ERR_clear_error").map {
        unsafeBitCast($0, to: (@convention(c) () -> Void).self)
    }

    /// Forgets the errors. OpenSSL takes one that an earlier connection of the thread has left for an error of the next
    /// connection, instead of telling that it has to wait.
    package static func forget() { clearAll?() }
}
