// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "Blog",
    platforms: [.macOS(.v14)],
    dependencies: [
        // In your own package: .package(url: "…/swiftmig", from: "0.1.0")
        .package(name: "swiftmig", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.0.0"),
    ],
    targets: [
        // The models describe the tables. They need neither a server nor a C library.
        .target(
            name: "BlogModels",
            dependencies: [.product(name: "SwiftMigMacros", package: "swiftmig")]
        ),
        // Prints the models for swiftmig; see models.command in migrate.yaml.
        .executableTarget(name: "schema", dependencies: ["BlogModels"]),
        // The server. It contains its revisions and migrates before it serves.
        .executableTarget(
            name: "Blog",
            dependencies: [
                "BlogModels", "MySQLClient",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "SwiftMigRunner", package: "swiftmig"),
            ],
            resources: [.copy("migrations")]
        ),
        // You can use any other driver instead.
        .target(name: "MySQLClient", dependencies: ["CMySQLClient"]),
        .systemLibrary(
            name: "CMySQLClient",
            pkgConfig: "libmariadb",
            providers: [.apt(["libmariadb-dev"]), .brew(["mariadb-connector-c"])]
        ),
        .testTarget(
            name: "BlogTests",
            dependencies: [
                "Blog", "BlogModels", "MySQLClient",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "SwiftMigRunner", package: "swiftmig"),
            ]
        ),
    ]
)
