internal import CSwiftMigPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The changes to descriptors and the working folder between fork and exec.
struct FileActions {
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

    /// - Throws: `LaunchError`, since a program without one of the changes would get the wrong descriptors or folder.
    mutating func prepare(_ launch: Launch) throws(LaunchError) {
        do throws(SystemError) {
            try add(launch)
        } catch {
            throw LaunchError(error.number, launch)
        }
    }

    private mutating func add(_ launch: Launch) throws(SystemError) {
        if launch.isService { try open(0, "/dev/null", O_RDONLY) }
        switch launch.output {
        case .file(let path):
            try open(1, path, O_WRONLY | O_CREAT | O_APPEND)
            try duplicate(1, to: 2)
        case .descriptor(let descriptor): try duplicate(descriptor, to: 1)
        }
        if let descriptor = launch.keptDescriptor { try duplicate(descriptor, to: 3) }
        if let folder = launch.folder { try check(swiftmig_spawn_add_chdir(&value, folder)) }
        if launch.isService { try closeFrom(launch.keptDescriptor == nil ? 3 : 4) }
    }

    private mutating func open(_ descriptor: Int32, _ path: String, _ flags: Int32) throws(SystemError) {
        try check(posix_spawn_file_actions_addopen(&value, descriptor, path, flags, 0o600))
    }

    private mutating func duplicate(_ descriptor: Int32, to copy: Int32) throws(SystemError) {
        try check(posix_spawn_file_actions_adddup2(&value, descriptor, copy))
    }

    private mutating func close(_ descriptor: Int32) throws(SystemError) {
        try check(posix_spawn_file_actions_addclose(&value, descriptor))
    }

    /// Closes all descriptors of this process from `first` on. Darwin has a spawn attribute for that.
    private mutating func closeFrom(_ first: Int32) throws(SystemError) {
        #if !canImport(Darwin)
        // Without /proc the open descriptors are unknown.
        let open = (try? FileSystem.entries(in: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0.name) }) where descriptor >= first { try close(descriptor) }
        #endif
    }
}

/// Throws the error that a call returned. These calls do not set `errno`.
private func check(_ status: Int32) throws(SystemError) {
    if status != 0 { throw SystemError(status) }
}
