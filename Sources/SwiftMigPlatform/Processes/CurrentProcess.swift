internal import CSwiftMigPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What the system says of this process and its machine.
package enum CurrentProcess {
    package static var id: Int32 { getpid() }

    /// The number of the user that it acts as.
    package static var user: UInt32 { geteuid() }

    package static var isRoot: Bool { user == 0 }

    /// All variables of the environment; the first of two with the same name, as `getenv` has it.
    package static var variables: [String: String] {
        var variables: [String: String] = [:]
        var next = swiftmig_environment()
        while let entry = next?.pointee {
            let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if parts.count == 2, variables[name] == nil { variables[name] = String(parts[1]) }
            next = next?.successor()
        }
        return variables
    }

    /// A variable of the environment; nil where it is not set or empty.
    package static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The folder that relative paths start from; nil where it is gone.
    package static var workingFolder: String? {
        guard let folder = getcwd(nil, 0) else { return nil }
        defer { free(folder) }
        return String(cString: folder)
    }

    /// Ends the process, after what C streams hold is written.
    package static func exit(_ code: Int32) -> Never { systemExit(code) }

    /// Sends a signal to another process.
    package static func send(_ signal: Int32, to process: Int32) { kill(process, signal) }

    /// Empty where the system does not tell.
    package static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }
}

private func systemExit(_ code: Int32) -> Never { exit(code) }
