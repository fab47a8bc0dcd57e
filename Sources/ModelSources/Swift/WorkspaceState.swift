internal import SwiftMigConfiguration
internal import SwiftMigPlatform
internal import YAMLDocument

/// SwiftPM's record of the packages of a build.
enum WorkspaceState {
    /// Returns the folders of packages that are used in place and may change at any time: those from `.package(path:)`,
    /// and those in edit mode; none before the first build.
    ///
    /// - Returns: nil if the record cannot be read. Changes in such a package would then go unnoticed.
    static func localPackages(scratch: String) -> [String]? {
        let path = scratch + "/workspace-state.json"
        if !FileSystem.exists(path) { return [] }
        guard let text = try? TextFile.read(path), let root = try? YAMLNode.read(text, file: "workspace-state.json"),
            let dependencies = root["object"]?["dependencies"]?.sequence
        else { return nil }
        return dependencies.compactMap { dependency in
            guard let state = dependency["state"] else { return nil }
            switch state["name"]?.string {
            case "fileSystem", "edited": return state["path"]?.string ?? dependency["packageRef"]?["location"]?.string
            default: return nil
            }
        }
    }
}
