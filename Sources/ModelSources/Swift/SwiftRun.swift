internal import SwiftMigConfiguration

/// A command of the form `swift run [options] PRODUCT [arguments]`, split into building and running the product.
struct SwiftRun: Hashable {
    /// The absolute folder of the package.
    let package: String
    /// The absolute build folder.
    let scratch: String
    /// `debug` or `release`.
    let mode: String
    let product: String
    /// The `swift` command as typed, which selects the toolchain.
    private let swift: String
    /// The arguments of the product.
    let arguments: [String]
    /// The options that `swift build` accepts too.
    private let options: [String]

    /// - Returns: nil for any other command, and for unknown options. Such a command is run as it is.
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
            // The user should see the build.
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

    /// The command that builds the product.
    var build: [String] { [swift, "build", "--product", product] + options }

    /// The command that prints the folder of the products.
    var showFolder: [String] { [swift, "build", "--show-bin-path"] + options }

    /// The product's usual path, known without asking SwiftPM. Its folder is a link to the one for this machine's
    /// platform.
    var executable: String { "\(scratch)/\(mode)/\(product)" }
}
