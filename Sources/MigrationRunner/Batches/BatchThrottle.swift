internal import Revisions
internal import SchemaModel
internal import ServerPort

/// Gives other sessions time between two ranges. Rests as the directive says, and longer while the cluster or the
/// replicas cannot keep up.
struct BatchThrottle {
    private let executor: any QueryExecutor
    private let settings: BatchSettings
    private let replicas: ReplicaWatch?
    private let pause: (Duration) -> Void
    private let isCancelled: () -> Bool
    private let clock = ContinuousClock()
    /// When the cluster was last asked, and how long it had paused its writers until then; nil before the first time.
    private var last: (instant: ContinuousClock.Instant, paused: Double)?
    private var isCluster = true

    /// How often the cluster is asked.
    private static let interval = Duration.seconds(1)
    /// The share of the time that flow control may hold up writers.
    private static let bearable = 0.1

    init(
        executor: any QueryExecutor,
        settings: BatchSettings,
        replicas: ReplicaWatch?,
        pause: @escaping (Duration) -> Void,
        isCancelled: @escaping () -> Bool
    ) {
        self.executor = executor
        self.settings = settings
        self.replicas = replicas
        self.pause = pause
        self.isCancelled = isCancelled
    }

    /// - Parameter waits: Called repeatedly with the replica that the batch waits for.
    /// - Throws: `ServerError`.
    mutating func rest(_ waits: (ReplicaLag) -> Void) throws {
        if settings.pause > .zero { pause(settings.pause) }
        while isCluster, try isHeldUp() { pause(Self.interval) }
        while !isCancelled(), let lag = replicas?.laggard() {
            waits(lag)
            pause(ReplicaWatch.interval)
        }
    }

    /// Whether nodes of a Galera cluster could not keep up since the last time.
    private mutating func isHeldUp() throws -> Bool {
        let now = clock.now
        if let last, now - last.instant < Self.interval { return false }
        // The total time that flow control has paused this node, in nanoseconds.
        let rows = try executor.execute("SHOW GLOBAL STATUS LIKE 'wsrep_flow_control_paused_ns'").rows
        guard let paused = rows.first?[1].flatMap({ Double($0) }) else {
            isCluster = false
            return false
        }
        defer { last = (now, paused) }
        guard let last else { return false }
        return (paused - last.paused) / 1e9 > (now - last.instant).inSeconds * Self.bearable
    }
}
