internal import SwiftMigPlatform

extension SandboxLayout {
    /// Returns the launch of a server program, with only the environment that it needs.
    func launch(_ program: String, _ arguments: [String], log: String) -> Launch {
        let names = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]
        // Other variables may contain a database password.
        var environment = CurrentProcess.variables.filter { names.contains($0.key) }
        // A starting MariaDB removes the temporary files of all servers that use the same folder, which makes them
        // fail.
        environment["TMPDIR"] = temporary
        var launch = Launch(program: program, arguments: arguments, environment: environment, output: .file(log))
        launch.isService = true
        return launch
    }
}

extension SandboxLayout {
    /// Returns the launch of a shell that stops the server when its data folder is gone, so that a removed project
    /// leaves no server running. The shell also ends when the server ends.
    func watch(_ server: ChildProcess) -> Launch {
        // The shell's working folder is the data folder, wherever that is moved. Both servers keep ibdata1 there while
        // they run.
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
