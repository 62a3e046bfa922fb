// swift-tools-version: 6.2
import PackageDescription

// Which target may import which is the architecture: an arrow points one way, and only MatrixHost touches the machine.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "wsgimatrix",
    products: [.executable(name: "wsgimatrix", targets: ["wsgimatrix"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLinux"),
        .executableTarget(name: "wsgimatrix", dependencies: ["MatrixCommands"], swiftSettings: settings),
        .target(
            name: "MatrixCommands",
            dependencies: [
                "MatrixTrial", "MatrixServers", "MatrixBuild", "MatrixStore", "MatrixMongod", "MatrixHost",
                "MatrixModel", systemPackage,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .target(
            name: "MatrixTrial",
            dependencies: ["MatrixBuild", "MatrixServers", "MatrixStore", "MatrixHost", "MatrixModel", systemPackage],
            swiftSettings: settings),
        .target(
            name: "MatrixBuild", dependencies: ["MatrixStore", "MatrixHost", "MatrixModel", systemPackage],
            swiftSettings: settings),
        .target(
            name: "MatrixServers",
            dependencies: [
                "MatrixHost", "MatrixModel", systemPackage, .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: settings),
        // The embedded MongoDB stand-in: only it uses NIO.
        .target(
            name: "MatrixMongod",
            dependencies: [
                "MatrixModel", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .target(
            name: "MatrixStore", dependencies: ["MatrixHost", "MatrixModel", systemPackage], swiftSettings: settings),
        .target(
            name: "MatrixHost",
            dependencies: [
                "CCurl", "CArchive", "COpenSSL", "CLinux", "MatrixModel", systemPackage,
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: settings),
        .target(
            name: "MatrixModel", dependencies: [.product(name: "Yams", package: "Yams")], swiftSettings: settings),
        .target(
            name: "MatrixTestSupport",
            dependencies: [
                "MatrixHost", "MatrixModel", systemPackage, .product(name: "FlyingFox", package: "FlyingFox"),
            ],
            path: "Tests/MatrixTestSupport", swiftSettings: settings),
        .testTarget(name: "MatrixModelTests", dependencies: ["MatrixModel"], swiftSettings: settings),
        .testTarget(
            name: "MatrixHostTests", dependencies: ["MatrixHost", "MatrixModel", "MatrixTestSupport", systemPackage],
            swiftSettings: settings),
        .testTarget(
            name: "MatrixStoreTests",
            dependencies: [
                "MatrixStore", "MatrixHost", "MatrixModel", "MatrixTestSupport", "StorePublisher", systemPackage,
            ],
            swiftSettings: settings),
        // A process that can be killed in the middle of a publish.
        .executableTarget(
            name: "StorePublisher", dependencies: ["MatrixStore", "MatrixHost", "MatrixModel", systemPackage],
            path: "Tests/StorePublisher", swiftSettings: settings),
        .testTarget(
            name: "MatrixBuildTests",
            dependencies: [
                "MatrixBuild", "MatrixStore", "MatrixHost", "MatrixModel", "MatrixTestSupport", systemPackage,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "MatrixMongodTests",
            dependencies: [
                "MatrixMongod", "MatrixModel", "MatrixTestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "MatrixTrialTests",
            dependencies: [
                "MatrixTrial", "MatrixBuild", "MatrixServers", "MatrixStore", "MatrixHost", "MatrixModel",
                "MatrixTestSupport", systemPackage,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "MatrixServersTests",
            dependencies: ["MatrixServers", "MatrixHost", "MatrixModel", "MatrixTestSupport", systemPackage],
            swiftSettings: settings),
        .testTarget(
            name: "MatrixCommandsTests",
            dependencies: [
                "MatrixCommands", "MatrixBuild", "MatrixStore", "MatrixServers", "MatrixHost", "MatrixModel",
                "MatrixTestSupport", systemPackage,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "MatrixBuild", "MatrixHost", "MatrixModel", "MatrixStore", "MatrixTestSupport", systemPackage,
                "wsgimatrix",
            ],
            swiftSettings: settings),
    ]
)
