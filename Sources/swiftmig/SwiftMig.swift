internal import ArgumentParser

@main
struct SwiftMig: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "swiftmig")
}
