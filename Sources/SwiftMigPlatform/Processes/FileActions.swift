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

    mutating func prepare(_ launch: Launch) {
        if launch.isService { open(0, "/dev/null", O_RDONLY) }
        switch launch.output {
        case .file(let path):
            open(1, path, O_WRONLY | O_CREAT | O_APPEND)
            duplicate(1, to: 2)
        case .descriptor(let descriptor):
            duplicate(descriptor, to: 1)
            if descriptor > 2 { close(descriptor) }
        }
        if let descriptor = launch.closedDescriptor { close(descriptor) }
        if let descriptor = launch.keptDescriptor { duplicate(descriptor, to: 3) }
        if let folder = launch.folder { _ = swiftmig_spawn_add_chdir(&value, folder) }
        if launch.isService { closeFrom(launch.keptDescriptor == nil ? 3 : 4) }
    }

    private mutating func open(_ descriptor: Int32, _ path: String, _ flags: Int32) {
        posix_spawn_file_actions_addopen(&value, descriptor, path, flags, 0o600)
    }

    private mutating func duplicate(_ descriptor: Int32, to copy: Int32) {
        posix_spawn_file_actions_adddup2(&value, descriptor, copy)
    }

    private mutating func close(_ descriptor: Int32) {
        posix_spawn_file_actions_addclose(&value, descriptor)
    }

    /// Closes all descriptors of this process from `first` on. Darwin has a spawn attribute for that.
    private mutating func closeFrom(_ first: Int32) {
        #if !canImport(Darwin)
        // Without /proc the open descriptors are unknown.
        let open = (try? FileSystem.entries(in: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0.name) }) where descriptor >= first { close(descriptor) }
        #endif
    }
}
