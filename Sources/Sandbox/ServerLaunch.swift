internal import ChildProcesses

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension SandboxLayout {
    /// How the programs of a server are started: with nothing of ours but what they need.
    func launch(_ program: String, _ arguments: [String], log: String) -> Launch {
        let names = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]
        // Our other variables may hold the password of a database.
        var environment: [String: String] = [:]
        for name in names { environment[name] = getenv(name).map { String(cString: $0) } }
        // A starting MariaDB removes the temporary files of every other server that uses the same folder, and the other then fails.
        environment["TMPDIR"] = temporary
        var launch = Launch(program: program, arguments: arguments, environment: environment, output: .file(log))
        launch.isService = true
        return launch
    }
}

extension Launch {
    func start() throws(SandboxError) -> ChildProcess {
        do {
            return try ChildProcess(self)
        } catch {
            throw .fileSystem(path: program, reason: error.reason)
        }
    }
}
