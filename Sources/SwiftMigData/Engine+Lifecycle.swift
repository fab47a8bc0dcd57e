internal import Logging

#if ServiceLifecycle
public import ServiceLifecycle

extension Engine: Service {}
#endif

extension Engine {
    /// Keeps the engine until the task is cancelled, then shuts it down as ``shutDown(timeout:)`` does.
    ///
    /// An engine works without this function. With the package trait `ServiceLifecycle`, the engine is a `Service`, and
    /// this function also returns after a graceful shutdown of its group. Put it before the services that use it,
    /// because a group shuts down the last one first:
    ///
    /// ```swift
    /// try await ServiceGroup(services: [engine, server], gracefulShutdownSignals: [.sigterm], logger: logger).run()
    /// ```
    ///
    /// If the task is cancelled, statements that run are ended at once.
    public func run() async {
        #if ServiceLifecycle
        try? await gracefulShutdown()
        #else
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        #endif
        await shutDown()
    }

    /// Ends the engine. No statement begins any more, and tasks that wait for a connection get
    /// ``DatabaseError/engineIsShutDown``. What runs may end within a time limit. Then it is ended on the server, which
    /// COMMIT is not, and gets the same error.
    ///
    /// - Parameter timeout: How long connections in use are waited for;
    ///   ``/ConnectionPool/PoolOptions/shutdownTimeout`` if nil.
    public func shutDown(timeout: Duration? = nil) async {
        let count = await core.pool.shutDown(timeout: timeout ?? core.options.shutdownTimeout)
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
