internal import SwiftMigPlatform

/// The server program of this machine, and its arguments.
struct ServerProgram {
    enum Flavor { case mariadb, mysql }

    let path: String
    let flavor: Flavor
    /// The folder with its messages, character sets and scripts, such as `/usr`.
    private let base: String

    /// Finds the server: SWIFTMIG_MARIADBD, the PATH, and folders that are rarely in a PATH.
    ///
    /// - Throws: `SandboxError.serverNotInstalled`, `.notExecutable`.
    static func find() throws -> ServerProgram {
        if let path = CurrentProcess.variable("SWIFTMIG_MARIADBD") {
            guard FileSystem.isExecutable(path) else { throw SandboxError.notExecutable(path: path) }
            return ServerProgram(path: path)
        }
        for name in ["mariadbd", "mysqld"] {
            for folder in folders where FileSystem.isExecutable("\(folder)/\(name)") {
                return ServerProgram(path: "\(folder)/\(name)")
            }
        }
        throw SandboxError.serverNotInstalled
    }

    private static var folders: [String] {
        let path = (CurrentProcess.variable("PATH") ?? "").split(separator: ":").map(String.init)
        return path + [
            "/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/usr/libexec", "/usr/local/libexec",
            "/opt/homebrew/opt/mariadb/bin", "/usr/local/opt/mariadb/bin", "/home/linuxbrew/.linuxbrew/opt/mariadb/bin",
            "/opt/homebrew/opt/mysql/bin", "/usr/local/opt/mysql/bin", "/usr/local/mysql/bin",
        ]
    }

    private init(path: String) {
        self.path = path
        base = Self.parent(Self.parent(path))
        // MariaDB's packages also install the old name as a link to the new one.
        let real = FileSystem.resolved(path)
        let isMariaDB = real.hasSuffix("mariadbd") || FileSystem.isExecutable("\(base)/bin/mariadb-install-db")
        flavor = isMariaDB ? .mariadb : .mysql
    }

    private static func parent(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// Returns the program and arguments that initialize a data folder.
    func initialization(data: String) -> (program: String, arguments: [String]) {
        switch flavor {
        case .mariadb:
            // Without --user, because the script would chown to it with an unquoted path. Running it as root is fine.
            let places = ["\(base)/bin/mariadb-install-db", "\(base)/scripts/mariadb-install-db"]
            let installer = places.first { path in FileSystem.isExecutable(path) }
            let arguments =
                ["--no-defaults"] + location
                + ["--datadir=\(data)", "--auth-root-authentication-method=normal", "--skip-test-db"]
            return (installer ?? "/usr/bin/mariadb-install-db", arguments)
        case .mysql:
            return (path, ["--no-defaults"] + location + ["--datadir=\(data)", "--initialize-insecure"] + user)
        }
    }

    /// Returns the arguments of the server: only a socket, little memory, and data that survives a kill.
    func arguments(_ layout: SandboxLayout, socket: String) -> [String] {
        ["--no-defaults"] + location
            + [
                "--datadir=\(layout.data)", "--tmpdir=\(layout.temporary)", "--socket=\(socket)",
                "--pid-file=\(layout.processIDFile)", "--log-error=\(layout.log)", "--skip-networking",
                "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=64M", "--performance-schema=OFF",
            ]
            + (flavor == .mariadb
                ? ["--innodb-log-file-size=32M", "--skip-log-bin"]
                : ["--disable-log-bin", "--mysqlx=OFF", "--secure-file-priv="])
            + user
    }

    /// Both servers refuse to run as root without this option. It is safe, because only root can access the folder.
    private var user: [String] { CurrentProcess.isRoot ? ["--user=root"] : [] }

    /// The folders of the installation, in case it is not where it was built for.
    private var location: [String] {
        func option(_ name: String, _ place: String) -> [String] {
            FileSystem.isReadable("\(base)/\(place)") ? ["--\(name)=\(base)/\(place)"] : []
        }
        let messages = flavor == .mysql ? option("lc-messages-dir", "share/mysql") : []
        return ["--basedir=\(base)"] + messages + option("character-sets-dir", "share/mysql/charsets")
            + option("plugin-dir", "lib/mysql/plugin")
    }
}
