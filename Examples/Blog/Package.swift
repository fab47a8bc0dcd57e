// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Blog",
    platforms: [.macOS(.v14)],
    dependencies: [
        // In your own package: .package(url: "…/swiftmig", from: "0.1.0", traits: ["Hummingbird"])
        .package(name: "swiftmig", path: "../..", traits: ["Hummingbird"]),
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
                "BlogModels",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "SwiftMigData", package: "swiftmig"),
                .product(name: "SwiftMigHummingbird", package: "swiftmig"),
                .product(name: "SwiftMigQueries", package: "swiftmig"),
                .product(name: "SwiftMigRunner", package: "swiftmig"),
            ],
            resources: [.copy("migrations")],
            // A function that takes a session runs where its caller does.
            swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]
        ),
        .testTarget(
            name: "BlogTests",
            dependencies: [
                "Blog", "BlogModels",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "SwiftMigData", package: "swiftmig"),
                .product(name: "SwiftMigQueries", package: "swiftmig"),
                .product(name: "SwiftMigRunner", package: "swiftmig"),
            ]
        ),
    ]
)
