internal import SwiftMigConfiguration

/// A command of the form `swift run [options] PRODUCT [arguments]`: what builds the product and what runs it, apart.
struct SwiftRun: Hashable {
    /// The absolute folder of the package.
    let package: String
    /// The absolute folder that it is built in.
    let scratch: String
    /// `debug` or `release`.
    let mode: String
    let product: String
    /// `swift`, as it was typed: the toolchain.
    private let swift: String
    /// What the product itself is called with.
    let arguments: [String]
    /// Options that `swift build` takes too.
    private let options: [String]

    /// - Returns: nil for any other command, and for options whose meaning is not known here: such a command is run as it
    ///   stands.
    init?(command: [String], folder: String) {
        guard command.count > 2, command[0].split(separator: "/").last == "swift", command[1] == "run" else {
            return nil
        }
        var package = folder
        var scratch: String?
        var mode = "debug"
        var options: [String] = []
        var rest = command[2...]
        while let word = rest.first, word.hasPrefix("-") {
            rest = rest.dropFirst()
            switch word {
            // The build is to be seen.
            case "-q", "--quiet": continue
            case "--package-path", "--scratch-path", "--build-path", "-c", "--configuration":
                guard let value = rest.popFirst() else { return nil }
                options += [word, value]
                switch word {
                case "--package-path": package = PathName.absolute(value, in: folder)
                case "-c", "--configuration": mode = value
                default: scratch = PathName.absolute(value, in: folder)
                }
            default: return nil
            }
        }
        guard let product = rest.popFirst() else { return nil }
        swift = command[0]
        self.package = package
        self.scratch = scratch ?? PathName.absolute(".build", in: package)
        self.mode = mode
        self.product = product
        self.options = options
        arguments = Array(rest)
    }

    /// Builds the product.
    var build: [String] { [swift, "build", "--product", product] + options }

    /// Prints the folder that products are built in.
    var showFolder: [String] { [swift, "build", "--show-bin-path"] + options }

    /// Where SwiftPM puts the product, as far as is known without asking it: the folder is a link to the one of this machine's
    /// kind.
    var executable: String { "\(scratch)/\(mode)/\(product)" }
}
