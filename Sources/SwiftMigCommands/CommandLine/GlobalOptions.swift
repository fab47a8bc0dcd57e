/// The options that every command has.
package struct GlobalOptions: Hashable, Sendable {
    package enum Color: String, Hashable, Sendable, CaseIterable {
        case auto, always, never
    }

    /// The path of the configuration file; nil for `SWIFTMIG_CONFIG` or `migrate.yaml`.
    package var config: String?
    /// The environment of the configuration file; nil for `SWIFTMIG_ENV` or none.
    package var env: String?
    package var url: String?
    package var isJSON: Bool
    package var color: Color
    package var isQuiet: Bool
    package var isVerbose: Bool

    package init(
        config: String? = nil,
        env: String? = nil,
        url: String? = nil,
        isJSON: Bool = false,
        color: Color = .auto,
        isQuiet: Bool = false,
        isVerbose: Bool = false
    ) {
        self.config = config
        self.env = env
        self.url = url
        self.isJSON = isJSON
        self.color = color
        self.isQuiet = isQuiet
        self.isVerbose = isVerbose
    }
}
