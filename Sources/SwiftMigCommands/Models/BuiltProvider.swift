internal import SwiftMigConfiguration

/// The models' program of a Swift package, built only where a source has changed: SwiftPM takes about a second to find out
/// that nothing has.
struct BuiltProvider {
    let run: SwiftRun
    /// What runs the whole command: its folder, environment and time.
    let program: UserProgram
    /// Where it is remembered what was built.
    let state: String
    let messages: Messages

    /// What the program prints.
    ///
    /// - Throws: `UserProgramError`, of the build too.
    func output() throws -> String {
        var provider = program
        provider.command = [run.executable] + run.arguments
        if let stamp = stamp(sources), stamp == remembered { return try provider.run(output: .collected) }

        messages.note("Building the models: \(run.build.joined(separator: " "))")
        let start = FileStatus.now
        var build = program
        build.command = messages.isQuiet ? run.build + ["--quiet"] : run.build
        try build.run(output: .standardError)
        var place = program
        place.command = run.showFolder
        let folder = try place.run(output: .collected).filter { !$0.isNewline }
        let built = "\(folder)/\(run.product)"
        provider.command = [built] + run.arguments
        let output = try provider.run(output: .collected)
        // What was written meanwhile may be built or not; and a later SwiftPM may build elsewhere than is known here.
        if let sources, sources.newest < start, FileStatus(built) == FileStatus(run.executable),
            let stamp = stamp(sources)
        {
            remember(stamp)
        }
        return output
    }

    /// Those of the package and of the packages that it takes from folders beside it, of which SwiftPM knows after the
    /// first build.
    private var sources: SourceFingerprint? {
        SourceFingerprint(packages: [run.package] + WorkspaceState.localPackages(scratch: run.scratch))
    }

    // MARK: What was built

    private var stampFile: String { "\(state)/models/\(run.product).stamp" }

    private var remembered: String? { try? TextFile.read(stampFile) }

    /// The sources and the program that was made of them; nil where there is none.
    private func stamp(_ sources: SourceFingerprint?) -> String? {
        guard let sources else { return nil }
        return FileStatus(run.executable).map {
            "\(sources.hash) \($0.size) \($0.modified) \(run.build.joined(separator: " "))\n"
        }
    }

    /// Where it cannot be written, the next command builds again.
    private func remember(_ stamp: String) {
        do {
            Files.remove(stampFile)
            _ = try Files.create(stampFile, containing: stamp)
        } catch {
            messages.detail("Cannot remember the build of the models: \(error.reason)")
        }
    }
}
