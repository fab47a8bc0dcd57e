internal import Logging

extension Engine {
    /// Ends the engine. No statement begins any more, and tasks that wait for a connection get
    /// ``DatabaseError/engineIsShutDown``. What runs may end within a time limit. Then its connections are closed.
    ///
    /// - Parameter timeout: How long connections in use are waited for.
    public func shutDown(timeout: Duration = .seconds(30)) async {
        let count = await core.pool.shutDown(timeout: timeout)
        if count > 0 { core.watch.logger.warning("the engine's end closed \(count) connections that were in use") }
    }

    /// Closes the idle connections, and those in use when they are returned. The engine opens others when it needs
    /// them.
    ///
    /// After a switch to another server, this makes the engine use it.
    public func replaceConnections() async {
        await core.pool.replaceAll()
    }
}
