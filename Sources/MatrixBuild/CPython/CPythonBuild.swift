import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

/// One build of CPython: the textbook's steps, staged with DESTDIR and checked before anyone can use the result.
struct CPythonBuild {
    /// Part of every key: changes when the steps below give another result from the same inputs.
    static let revision = "4"

    /// What the largest build, 3.13.5 with its sources and its objects, took at its height, rounded up.
    static let room = ByteCount.mebibytes(500)

    let python: PythonVersion
    let options: CPythonBuildOptions
    let tarball: FilePath
    let work: BuildWork
    let jobs: MakeJobs
    let toolchain: Toolchain
    let machineState: MachineState
    /// Where what `configure` found out is kept for the next build.
    let seeds: FilePath
    let host: Host
    let steps: StepRunner

    var sourceFolder: FilePath { work.folder.appending("source") }
    private var destinationRoot: FilePath { work.folder.appending("destination") }
    /// What `make install` laid out: DESTDIR with the prefix below it.
    private var stagedPrefix: FilePath { destinationRoot.appending(Relocation.prefix.components) }

    /// Returns the folder to publish.
    func run() async throws -> FilePath {
        let seed = try await prepare()
        let origin = try seed.place()
        do {
            try await build(toldBy: origin)
        } catch let error as BuildError {
            if origin != nil { seed.discard() }
            throw error
        }
        seed.keep()
        return stagedPrefix
    }

    /// Lays out the sources, and finds out what `configure` may be told.
    func prepare() async throws -> ConfigureSeed {
        try Files.makeFolder(sourceFolder)
        try await steps.perform("unpack") { try await host.archives.unpack(tarball, sourceFolder) }
        try write(options.files.filter { !$0.namesJobs })
        return try await onOwnThread { try ConfigureSeed(self) }
    }

    private func build(toldBy origin: FilePath?) async throws {
        try await configure(toldBy: origin)
        try await make()
        try await install()
        try await steps.perform("clean up") { try await onOwnThread { try removeUnwanted() } }
        try await steps.perform("relocate") { try Relocation(installation: stagedPrefix).rewriteFiles() }
        do {
            try await byteCompile()
        } catch let error as BuildError {
            // The check knows better why an interpreter does not run.
            try await check()
            throw error
        }
        try await check()
    }

    private func check() async throws {
        try await steps.perform("check") {
            try await CPythonCheck(python: python, options: options, prefix: stagedPrefix, host: host, steps: steps)
                .run()
        }
    }

    private func write(_ files: [SourceFile], jobs: Int = 1) throws {
        for file in files {
            steps.append("write \(file.path)\n")
            try Files.writeFile(
                sourceFolder.pushing(FilePath(file.path)), file.text.replacing("{jobs}", with: "\(jobs)"))
        }
    }

    /// - Parameter origin: what a person needs to repeat it.
    func configure(toldBy origin: FilePath?) async throws {
        if let origin { steps.append("\n# config.cache is `\(origin)` without its first two lines\n") }
        try await steps.run(
            "configure",
            Command(
                sourceFolder.appending("configure"), configureArguments,
                environment: environment.merging(ConfigureSeed.environment) { $1 }, workingDirectory: sourceFolder))
    }

    var configureArguments: [String] {
        ["--prefix=\(Relocation.prefix)", "--enable-option-checking=fatal"] + options.configureFlags
    }

    /// What takes its number of jobs from a file knows nothing of make's, so it gets as many as are free when it begins.
    private func make() async throws {
        let numbered = options.files.filter(\.namesJobs)
        guard !numbered.isEmpty else { return try await make("make") }
        try await make("make python", ["python"])
        try await jobs.jobserver.holding(upTo: jobs.jobserver.tokens) { jobs in
            try write(numbered, jobs: jobs)
            try await make("make")
        }
    }

    private func make(_ step: String, _ targets: [String] = []) async throws {
        try await steps.make(
            step, targets + options.make.build, environment: environment, in: sourceFolder, jobs: jobs)
    }

    /// One after the other: not every series' install targets know what they need of each other. With an interpreter for
    /// make that leaves out the byte-compilation.
    private func install() async throws {
        let interpreter = work.folder.appending("python-for-install")
        try Files.writeFile(interpreter, ByteCompilation.interpreterForInstall, permissions: .ownerReadWriteExecute)
        let arguments = ["install", "DESTDIR=\(destinationRoot)", "PYTHON_FOR_BUILD=\(interpreter)"]
        try await steps.run(
            "install",
            Command(
                "make", arguments + options.make.install, environment: environment, workingDirectory: sourceFolder))
    }

    private func byteCompile() async throws {
        guard let installation = try PythonInstallation(version: python, prefix: stagedPrefix) else { return }
        try await jobs.jobserver.holding(upTo: jobs.jobserver.tokens) { jobs in
            let compilation = ByteCompilation(installation: installation, destination: Relocation.prefix, jobs: jobs)
            guard let command = try compilation.command() else { return }
            try await steps.run("byte-compile", command)
        }
    }

    /// LD_RUN_PATH gives `bin/python` a run path without a flag that sysconfig would hand on to every extension: the
    /// interpreter finds its library with LD_LIBRARY_PATH unset, in the staging folder as well as in its place.
    var environment: [String: String] {
        BuildEnvironment.adding(options.environment).merging(["LD_RUN_PATH": "$ORIGIN/../lib"]) { $1 }
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
