import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

/// One build of mod_wsgi. Never `make install`: that writes into Apache's own module folder.
struct ModWsgiBuild {
    /// Part of every key: changes when the steps below give another result from the same inputs.
    static let revision = "1"

    /// Sources and objects, rounded up.
    static let room = ByteCount.mebibytes(30)

    /// Without debug information a module has 0.4 MB; DT_RPATH instead of DT_RUNPATH, because a stray LD_LIBRARY_PATH
    /// beats the latter.
    static let configureEnvironment = ["CFLAGS": "-O2 -g0", "LDFLAGS": "-Wl,--disable-new-dtags"]

    let version: Version
    let options: ModWsgiBuildOptions
    let python: PythonInstallation
    let pythonEntry: Entry
    let apache: ApacheTarget
    let tarball: FilePath
    let work: BuildWork
    let jobs: MakeJobs
    let host: Host
    let steps: StepRunner

    private var sourceFolder: FilePath { work.folder.appending("source") }

    /// Returns the folder to publish: `mod_wsgi.so` and nothing else.
    func run() async throws -> FilePath {
        try Files.makeFolder(sourceFolder)
        try await steps.perform("unpack") { try await host.archives.unpack(tarball, sourceFolder) }
        for file in options.files {
            steps.append("write \(file.path)\n")
            try Files.writeFile(sourceFolder.pushing(FilePath(file.path)), file.text)
        }
        try await steps.run(
            "configure",
            Command(
                sourceFolder.appending("configure"),
                ["--with-python=\(python.executable)", "--with-apxs=\(apache.apxs)"],
                environment: environment, workingDirectory: sourceFolder))
        try await steps.make(
            "make", options.makeArguments, environment: BuildEnvironment.adding(["LD_RUN_PATH": runPath]),
            in: sourceFolder, jobs: jobs)
        let content = work.folder.appending("content")
        try Files.makeFolder(content)
        try Files.copyFile(from: try linkedModule(), to: content.appending("mod_wsgi.so"))
        try await steps.perform("check") {
            try await ModWsgiCheck(
                module: content.appending("mod_wsgi.so"), python: python, apache: apache, work: work.folder, host: host,
                steps: steps
            ).run()
        }
        return content
    }

    /// From an entry or a generation, both two folders below the store's root, to the Python's library: the store can
    /// move as a whole. The environment variable reaches the linker without four layers of quoting.
    private var runPath: String { "$ORIGIN/../../\(pythonEntry.kind.bucket)/\(pythonEntry.key)/lib" }

    /// The Python's own library folder comes first: mod_wsgi 6 leaves it out where the system has a libpython of the same
    /// series, and links that one.
    private var environment: [String: String] {
        var variables = Self.configureEnvironment
        variables["LDFLAGS", default: ""] += " -L\(python.library.removingLastComponent())"
        return BuildEnvironment.adding(variables)
    }

    private func linkedModule() throws -> FilePath {
        for folder in ["src/server/.libs", ".libs"] {
            let path = sourceFolder.pushing(FilePath(folder)).appending("mod_wsgi.so")
            if try Files.status(path) != nil { return path }
        }
        throw BuildError.checkFailed(label: steps.label, reason: "make left no `mod_wsgi.so`", log: steps.log)
    }
}
