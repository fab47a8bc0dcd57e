internal import DatabaseSettings
internal import MigrationSession
internal import Sandbox
internal import SwiftMigConfiguration

/// The state of the embedded server after a sandbox command.
package struct SandboxReport: Report {
    package var state: String
    package var folder: String
    package var url: String
    package var version: String?
    package var processID: Int32?
    var summary: String

    private enum CodingKeys: String, CodingKey {
        case state, folder, url, version
        case processID = "pid"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(state, forKey: .state)
        try container.encode(folder, forKey: .folder)
        try container.encode(url, forKey: .url)
        try container.encode(version, forKey: .version)
        try container.encode(processID, forKey: .processID)
    }

    package func text(_: TextStyle) -> String { summary }
}

package func sandboxStart(in context: Context) throws -> SandboxReport {
    let sandbox = try projectSandbox(in: context)
    _ = try sandbox.start()
    return try report(sandbox, in: context) { "The sandbox is running: \($0.url)\n" }
}

package func sandboxStop(in context: Context) throws -> SandboxReport {
    let sandbox = try projectSandbox(in: context)
    let ended = try sandbox.stop()
    return try report(sandbox, in: context) { _ in
        ended ? "The sandbox has stopped; its data stays.\n" : "The sandbox is not running.\n"
    }
}

package func sandboxStatus(in context: Context) throws -> SandboxReport {
    try report(try projectSandbox(in: context), in: context) { status in
        var lines = ["state:   \(status.state.rawValue)", "folder:  \(context.displayPath(status.folder))"]
        if let version = status.serverVersion { lines.append("server:  \(version)") }
        if let process = status.processID { lines.append("pid:     \(process)") }
        lines.append("url:     \(status.url)")
        return lines.joined(separator: "\n") + "\n"
    }
}

package func sandboxURL(in context: Context) throws -> SandboxReport {
    let sandbox = try projectSandbox(in: context)
    _ = try sandbox.start()
    return try report(sandbox, in: context) { "\($0.url)\n" }
}

package func sandboxReset(in context: Context) throws -> SandboxReport {
    let sandbox = try projectSandbox(in: context)
    try sandbox.reset()
    return try report(sandbox, in: context) { _ in "The sandbox's data is gone; it starts empty next time.\n" }
}

/// The project's sandbox. Needs no settings file, but uses the database that `sandbox:name` in it selects.
private func projectSandbox(in context: Context) throws -> Sandbox {
    let configuration = try context.configuration(requiresFile: false)
    // With a URL that cannot be read, it is the same server with another database selected.
    if case .sandbox(let database)? = try? configuration.database {
        return configuration.sandbox(database: database)
    }
    return configuration.sandbox()
}

private func report(
    _ sandbox: Sandbox,
    in context: Context,
    _ summary: (SandboxStatus) -> String
) throws -> SandboxReport {
    let status = try sandbox.status()
    return SandboxReport(
        state: status.state.rawValue,
        folder: status.folder,
        url: status.url,
        version: status.serverVersion,
        processID: status.processID,
        summary: summary(status)
    )
}
