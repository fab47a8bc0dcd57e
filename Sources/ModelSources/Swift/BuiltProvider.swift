internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// The models program of a Swift package. It is built only if a source has changed, because SwiftPM takes about a
/// second to find out that nothing has.
struct BuiltProvider {
    let run: SwiftRun
    /// Runs the whole command with its folder, environment and time limit.
    let program: UserProgram
    /// The folder that remembers what was built.
    let state: String
    let observer: ModelObserver

    /// Returns the output of the program.
    ///
    /// - Throws: `UserProgramError`, also for the build.
    func output() throws -> String {
        var provider = program
        provider.command = [run.executable] + run.arguments
        if let stamp = stamp(sources), stamp == remembered { return try provider.run(output: .collected) }

        observer.receive(.building(run.build))
        let start = SystemClock.fileTime
        var build = program
        build.command = observer.isQuiet ? run.build + ["--quiet"] : run.build
        try build.run(output: .standardError)
        var place = program
        place.command = run.showFolder
        let folder = try place.run(output: .collected).filter { !$0.isNewline }
        let built = "\(folder)/\(run.product)"
        provider.command = [built] + run.arguments
        let output = try provider.run(output: .collected)
        // Files that changed meanwhile may be built or not, and a future SwiftPM may build in another folder.
        if let sources, sources.newest < start, FileStatus(built) == FileStatus(run.executable),
            let stamp = stamp(sources)
        {
            remember(stamp)
        }
        return output
    }

    /// The sources of the package and of its local dependencies, which SwiftPM knows after the first build; nil if they
    /// are unknown, so that SwiftPM has to find out what has changed.
    private var sources: SourceFingerprint? {
        WorkspaceState.localPackages(scratch: run.scratch).flatMap { SourceFingerprint(packages: [run.package] + $0) }
    }

    // MARK: What was built

    private var stampFile: String { "\(state)/models/\(run.product).stamp" }

    /// nil if no build is remembered, or if it cannot be read; then the models are built.
    private var remembered: String? { try? TextFile.read(stampFile) }

    /// A stamp of the sources and the program built from them; nil if there is no program.
    private func stamp(_ sources: SourceFingerprint?) -> String? {
        guard let sources else { return nil }
        return FileStatus(run.executable).map {
            "\(sources.hash) \($0.size) \($0.modified) \(run.build.joined(separator: " "))\n"
        }
    }

    /// Writes the stamp. If that fails, the next command builds again.
    private func remember(_ stamp: String) {
        do {
            try FileSystem.write(stampFile, stamp)
        } catch {
            observer.receive(.buildNotRemembered(error))
        }
    }
}
