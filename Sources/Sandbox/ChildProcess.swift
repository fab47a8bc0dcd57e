#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A program started with nothing of ours but what it is given: no descriptors, no blocked signals, no secrets.
struct ChildProcess {
    let processID: pid_t

    /// - Parameters:
    ///   - output: The file that stdout and stderr are appended to.
    ///   - temporary: Its folder for temporary files. A starting MariaDB removes those of every other server that uses
    ///     the same folder, and the other then fails.
    ///   - detached: Whether it gets a session of its own, so that no signal of our terminal reaches it.
    ///   - inherited: A descriptor that it keeps, as its descriptor 3.
    init(
        _ program: String,
        _ arguments: [String],
        output: String,
        temporary: String,
        detached: Bool = false,
        inherited: Int32? = nil
    ) throws {
        var actions = FileActions()
        defer { actions.destroy() }
        actions.open(0, "/dev/null", O_RDONLY)
        actions.open(1, output, O_WRONLY | O_CREAT | O_APPEND)
        actions.duplicate(1, to: 2)
        if let inherited { actions.duplicate(inherited, to: 3) }
        actions.closeFrom(inherited == nil ? 3 : 4)
        var attributes = SpawnAttributes(detached: detached)
        defer { attributes.destroy() }

        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] =
            (Self.environment + ["TMPDIR=\(temporary)"]).map { strdup($0) } + [nil]
        defer { (words + environment).forEach { free($0) } }
        var processID: pid_t = 0
        let status = posix_spawn(&processID, program, &actions.value, &attributes.value, &words, &environment)
        guard status == 0 else {
            throw SandboxError.fileSystem(path: program, reason: String(cString: strerror(status)))
        }
        self.processID = processID
    }

    /// Waits for the end and gives the exit status; a signal counts as 128 and its number, as in a shell.
    func waitForEnd() -> Int32 {
        var status: Int32 = 0
        while waitpid(processID, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// Whether it still runs. Only for a child of this very process.
    var isRunning: Bool {
        var status: Int32 = 0
        return waitpid(processID, &status, WNOHANG) == 0
    }

    /// The few variables that a server needs. Ours may hold the password of a database.
    private static var environment: [String] {
        let names = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]
        return names.compactMap { (name: String) in getenv(name).map { "\(name)=\(String(cString: $0))" } }
    }
}

/// What happens to descriptors between fork and exec.
private struct FileActions {
    #if canImport(Darwin)
    var value: posix_spawn_file_actions_t?
    #else
    var value = posix_spawn_file_actions_t()
    #endif

    init() {
        posix_spawn_file_actions_init(&value)
    }

    mutating func destroy() {
        posix_spawn_file_actions_destroy(&value)
    }

    mutating func open(_ descriptor: Int32, _ path: String, _ flags: Int32) {
        posix_spawn_file_actions_addopen(&value, descriptor, path, flags, 0o600)
    }

    mutating func duplicate(_ descriptor: Int32, to copy: Int32) {
        posix_spawn_file_actions_adddup2(&value, descriptor, copy)
    }

    /// Closes what is open here from a descriptor on: one that a shell or a test runner left open would stay open for as
    /// long as the server runs, and somebody may wait for its end. Darwin does so by an attribute.
    mutating func closeFrom(_ first: Int32) {
        #if !canImport(Darwin)
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0) }) where descriptor >= first {
            posix_spawn_file_actions_addclose(&value, descriptor)
        }
        #endif
    }
}

/// Signals and session of the child.
private struct SpawnAttributes {
    #if canImport(Darwin)
    var value: posix_spawnattr_t?
    #else
    var value = posix_spawnattr_t()
    #endif

    init(detached: Bool) {
        posix_spawnattr_init(&value)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&value, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&value, &all)
        var flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        if detached { flags |= Self.newSession }
        #if canImport(Darwin)
        flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
        #endif
        posix_spawnattr_setflags(&value, Int16(flags))
    }

    mutating func destroy() {
        posix_spawnattr_destroy(&value)
    }

    /// `POSIX_SPAWN_SETSID`, which the C headers show only with extensions switched on.
    private static let newSession: Int32 = {
        #if canImport(Darwin)
        0x0400
        #else
        0x80
        #endif
    }()
}
