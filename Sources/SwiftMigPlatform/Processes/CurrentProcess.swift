internal import CSwiftMigPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Information about this process and its machine.
package enum CurrentProcess {
    package static var id: Int32 { getpid() }

    /// The effective user id.
    package static var user: UInt32 { geteuid() }

    package static var isRoot: Bool { user == 0 }

    /// All environment variables. Of two with the same name, the first counts, as with `getenv`.
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

    /// An environment variable, or nil if it is unset or empty.
    package static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The working folder, or nil if it was removed.
    package static var workingFolder: String? {
        guard let folder = getcwd(nil, 0) else { return nil }
        defer { free(folder) }
        return String(cString: folder)
    }

    /// How many threads can run at the same time.
    package static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Makes threads get memory from the system in large parts. By default, glibc (2.36) asks the system for each 4 kB
    /// that a thread other than the main one needs, and all threads of the process wait for each other in that.
    package static func growMemoryInLargeParts() { swiftmig_grow_memory_in_large_parts() }

    /// Exits, after flushing the C streams.
    package static func exit(_ code: Int32) -> Never { systemExit(code) }

    /// Sends a signal to another process.
    package static func send(_ signal: Int32, to process: Int32) { kill(process, signal) }

    /// The host name, or an empty string if it is unknown.
    package static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }
}

private func systemExit(_ code: Int32) -> Never { exit(code) }
