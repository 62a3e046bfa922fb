import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

/// One build of a driver, with its C extensions, for one Python.
struct DriverBuild {
    /// Part of every key: changes when the steps below give another result from the same inputs.
    static let revision = "1"

    /// Sources, objects and packages, rounded up.
    static let room = ByteCount.mebibytes(40)

    /// Where the sources come from.
    enum Sources {
        case tarball(FilePath)
        case checkout(Checkout)
    }

    let sources: Sources
    let python: PythonInstallation
    /// Our own stand-in for the driver's build back-ends.
    let script: FilePath
    let work: BuildWork
    let host: Host
    let steps: StepRunner

    /// Returns the folder to publish: the packages and nothing else.
    func run() async throws -> FilePath {
        let (source, objects) = (work.folder.appending("source"), work.folder.appending("objects"))
        let content = work.folder.appending("content")
        for folder in [source, objects, content] { try Files.makeFolder(folder) }
        switch sources {
        case .tarball(let path):
            try await steps.perform("unpack") { try await host.archives.unpack(path, source) }
        case .checkout(let checkout): try await steps.perform("copy") { try checkout.copy(to: source) }
        }
        try await steps.run("build", command([script.string, objects.string, content.string], in: source))
        // Tracebacks name the files by the path that they will have.
        try await steps.run(
            "compileall", command(["-m", "compileall", "-q", "-d", work.destination.string, "."], in: content))
        try await steps.perform("check") {
            try await DriverCheck(content: content, python: python, host: host, steps: steps).run()
        }
        return content
    }

    private func command(_ arguments: [String], in folder: FilePath) -> Command {
        Command(
            python.executable, arguments, environment: BuildEnvironment.adding(["PYTHONDONTWRITEBYTECODE": "1"]),
            workingDirectory: folder)
    }
}
