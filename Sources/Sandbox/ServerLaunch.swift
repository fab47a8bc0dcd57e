internal import SwiftMigPlatform

extension SandboxLayout {
    /// How the programs of a server are started: with nothing of ours but what they need.
    func launch(_ program: String, _ arguments: [String], log: String) -> Launch {
        let names = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]
        // Our other variables may hold the password of a database.
        var environment = CurrentProcess.variables.filter { names.contains($0.key) }
        // A starting MariaDB removes the temporary files of every other server that uses the same folder, and the other then fails.
        environment["TMPDIR"] = temporary
        var launch = Launch(program: program, arguments: arguments, environment: environment, output: .file(log))
        launch.isService = true
        return launch
    }
}

extension SandboxLayout {
    /// A shell that ends a server whose data folder is gone, and then itself; it ends with the server too. A project that is removed
    /// leaves no server behind.
    func watch(_ server: ChildProcess) -> Launch {
        // Its working folder is the data folder wherever that is moved to. Both servers keep ibdata1 there for as long as they live.
        let script = """
            cd "$2" || exit
            while kill -0 "$1" 2>/dev/null; do
                if [ ! -e ibdata1 ]; then kill "$1"; sleep 5; kill -9 "$1" 2>/dev/null; exit; fi
                sleep 1
            done
            """
        var launch = launch(
            "/bin/sh",
            ["-c", script, "swiftmig-sandbox-watch", "\(server.processID)", data],
            log: "/dev/null"
        )
        launch.isDetached = true
        return launch
    }
}

extension Launch {
    @discardableResult
    func start() throws(SandboxError) -> ChildProcess {
        do {
            return try ChildProcess(self)
        } catch {
            throw .cannotStart(program: program, reason: error.reason)
        }
    }
}
