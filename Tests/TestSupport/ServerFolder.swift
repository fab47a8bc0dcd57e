internal import Foundation

/// The folder of a private server, with its data, socket and logs.
struct ServerFolder {
    let path: String

    var socket: String { path + "/s.sock" }

    var arguments: [String] {
        [
            "--user=\(Self.user)", "--datadir=\(path)/data", "--tmpdir=\(path)/tmp", "--socket=\(socket)",
            "--pid-file=\(path)/server.pid", "--log-error=\(path)/error.log",
        ]
    }

    /// Creates a folder, in memory if possible, with an empty data directory.
    static func make() throws -> ServerFolder {
        let place = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        let name = "swiftmig-test-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 36))"
        let folder = ServerFolder(path: (place as NSString).appendingPathComponent(name))
        try FileManager.default.createDirectory(atPath: folder.path + "/tmp", withIntermediateDirectories: true)
        if geteuid() == 0 {
            for path in [folder.path, folder.path + "/tmp"] {
                chown(path, getpwnam(user)?.pointee.pw_uid ?? 0, getpwnam(user)?.pointee.pw_gid ?? 0)
            }
        }
        do {
            try run(
                program("mariadb-install-db"),
                [
                    "--no-defaults", "--user=\(user)", "--datadir=\(folder.path)/data",
                    "--auth-root-authentication-method=normal", "--skip-test-db",
                ],
                temporary: folder.path + "/tmp",
                log: folder.path + "/install.log"
            )
        } catch {
            try? FileManager.default.removeItem(atPath: folder.path)
            throw error
        }
        return folder
    }

    /// Finds a server program: on the PATH, or where packages install programs for administrators.
    static func program(_ name: String) throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init)
        let more = [
            "/usr/sbin", "/usr/libexec", "/usr/local/sbin", "/opt/homebrew/opt/mariadb/bin",
            "/usr/local/opt/mariadb/bin",
        ]
        for folder in folders + more where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
            return "\(folder)/\(name)"
        }
        throw TestSupportError("\(name) is not installed; the tests need mariadb-server-core")
    }

    /// The server refuses to run as root.
    private static var user: String { geteuid() == 0 ? "nobody" : NSUserName() }

    private static func run(_ program: String, _ arguments: [String], temporary: String, log: String) throws {
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        // A starting MariaDB removes the temporary files of every other server that uses the same folder.
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": temporary]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: log)
        process.standardError = process.standardOutput
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestSupportError("\(program) failed:\n" + ((try? String(contentsOfFile: log, encoding: .utf8)) ?? ""))
        }
    }
}
