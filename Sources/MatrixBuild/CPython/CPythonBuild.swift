import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

/// One build of CPython: the textbook's steps, staged with DESTDIR and checked before anyone can use the result.
struct CPythonBuild {
    /// Part of every key: changes when the steps below give another result from the same inputs.
    static let revision = "2"

    /// What the largest build, 3.13.5 with its sources and its objects, took at its height, rounded up.
    static let room = ByteCount.mebibytes(500)

    let python: PythonVersion
    let options: CPythonBuildOptions
    let tarball: FilePath
    let work: BuildWork
    let jobs: MakeJobs
    let host: Host
    let steps: StepRunner

    private var sourceFolder: FilePath { work.folder.appending("source") }
    private var destinationRoot: FilePath { work.folder.appending("destination") }
    /// What `make install` laid out: DESTDIR with the prefix below it.
    private var stagedPrefix: FilePath { destinationRoot.appending(Relocation.prefix.components) }

    /// Returns the folder to publish.
    func run() async throws -> FilePath {
        try Files.makeFolder(sourceFolder)
        try await steps.perform("unpack") { try await host.archives.unpack(tarball, sourceFolder) }
        try await configure()
        try await steps.make("make", options.make.build, environment: environment, in: sourceFolder, jobs: jobs)
        try await install()
        try await steps.perform("clean up") { try await onOwnThread { try removeUnwanted() } }
        try await steps.perform("relocate") { try await relocate() }
        try await steps.perform("check") {
            try await CPythonCheck(python: python, options: options, prefix: stagedPrefix, host: host, steps: steps)
                .run()
        }
        return stagedPrefix
    }

    private func configure() async throws {
        let arguments = ["--prefix=\(Relocation.prefix)", "--enable-option-checking=fatal"] + options.configureFlags
        try await steps.run(
            "configure",
            Command(
                sourceFolder.appending("configure"), arguments, environment: environment, workingDirectory: sourceFolder
            ))
    }

    /// One after the other: not every series' install targets know what they need of each other.
    private func install() async throws {
        let arguments = ["install", "DESTDIR=\(destinationRoot)"] + options.make.install
        try await steps.run(
            "install", Command("make", arguments, environment: environment, workingDirectory: sourceFolder))
    }

    /// LD_RUN_PATH gives `bin/python` a run path without a flag that sysconfig would hand on to every extension: the
    /// interpreter finds its library with LD_LIBRARY_PATH unset, in the staging folder as well as in its place.
    private var environment: [String: String] {
        BuildEnvironment.adding(options.environment).merging(["LD_RUN_PATH": "$ORIGIN/../lib"]) { $1 }
    }

    /// What is published works wherever the store stands.
    private func relocate() async throws {
        let modules = try Relocation(installation: stagedPrefix).rewriteFiles()
        guard !modules.isEmpty, let installation = try PythonInstallation(version: python, prefix: stagedPrefix) else {
            return
        }
        for flags in python.release.numbers[0] < 3 ? [[], ["-O"]] : [[]] {
            try await steps.run(
                "recompile",
                Command(
                    installation.executable,
                    flags + ["-c", Relocation.recompilation, Relocation.prefix.string] + modules.map(\.string),
                    environment: BuildEnvironment.base, workingDirectory: stagedPrefix))
        }
    }

    private func removeUnwanted() throws {
        for pattern in options.removals {
            for path in try Files.matches(of: pattern, in: stagedPrefix) {
                steps.append("remove \(path)\n")
                try Files.removeTree(stagedPrefix.pushing(path))
            }
        }
    }
}
