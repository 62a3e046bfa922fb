import MatrixHost
import MatrixStore
import MatrixTestSupport
import SystemPackage

@testable import MatrixBuild
@testable import MatrixModel

/// A store that holds a tarball, and a builder for what is said to be in it.
struct CPythonBench {
    let root: FilePath
    var source = FakeCPython()
    var flags = "[\"--enable-shared\", \"--with-words=a b\"]"
    var modules = "[{import: ssl, when: \"*\"}, {import: tkinter, when: \"*\", optional: true, package: tk-dev}]"
    /// What Pythons without other flags share.
    var share = "[\"--none\"]"
    var toolchain: Toolchain
    var keep = false
    let notes = Recorder<String>()
    let unpacked = Recorder<FilePath>()

    static let python = PythonVersion("3.13.5")!
    private static let tarball = "the tarball's bytes\n"

    init(_ folder: FilePath) throws {
        root = folder.appending("store")
        // Relative to /usr/include: a folder of this test, for a header that can change.
        let include = "../.." + folder.appending("include").string
        toolchain = Toolchain(compiler: "gcc 12.2.0", machine: include, linker: "GNU ld 2.40", libc: "2.36")
        try Files.makeFolders(folder.appending("include"))
        try Files.writeFile(folder.appending("packages"), "")
        let digest = sha256(of: Self.tarball).hexadecimal
        let downloads = layout.downloads.appending(digest)
        try Files.makeFolders(downloads)
        try Files.writeFile(downloads.appending("Python-3.13.5.tgz"), Self.tarball)
    }

    var layout: Layout { Layout(root: root) }

    func builder() throws -> CPythonBuilder {
        var host = MatrixHost.Host.failing
        host.processes = .live
        host.environment.userID = HostEnvironment.current().userID
        host.environment.executable = builtBinary
        host.console.note = { [notes] in notes.append($0) }
        host.archives.unpack = { [source, unpacked] archive, destination in
            unpacked.append(archive)
            try await source.unpack(into: destination)
        }
        var builder = CPythonBuilder(
            host: host, store: Store(layout: layout, host: host),
            fetcher: SourceFetcher(
                host: host, folder: layout.downloads, locks: layout.locks,
                options: FetchOptions(offline: true, mirrors: [])),
            toolchain: toolchain, recipe: try CPythonRecipe(recipe, file: "cpython.yaml"),
            options: BuildOptions(jobserver: Jobserver(tokens: 3), keep: keep))
        let outside = root.removingLastComponent()
        builder.machineState = MachineState(
            packages: outside.appending("packages"), trees: [outside.appending("include")], folders: [])
        return builder
    }

    func build() async throws -> Entry { try await builder().build(Self.python).entry }

    private var recipe: String {
        """
        format: 1
        kind: cpython
        archives:
          tgz: {file: "Python-{version}.tgz", url: "http://localhost:9/Python-{version}.tgz"}
        versions:
          "3.13.5": {tgz: {sha256: "\(sha256(of: Self.tarball).hexadecimal)"}}
          "3.4.10": {not_built: "no mirror has it"}
        flags: [{when: "*", flags: \(flags)}]
        environment: [{when: "*", CFLAGS: "-g0"}]
        site: [{when: "*", ac_cv_broken_nice: "no"}]
        share: [{when: "*", flags: \(share), source: "test"}]
        make: [{when: "*", build: ["EXTRA=one two"], install: ["OPTION=-x y"]}]
        files:
          - {when: ">=3.13", path: "seen.cfg", text: "plain\\n"}
          - {when: ">=3.13", path: "jobs.cfg", text: "jobs = {jobs}\\n"}
          - {when: "<3.13", path: "never.cfg", text: ""}
        remove: [{when: "*", paths: ["lib/python{series}/test"]}]
        modules: \(modules)
        """
    }

    /// The source folder of the one build that `keep` left.
    func keptFile(_ name: String) throws -> [String] {
        let folder = layout.kept.appending(try Files.listFolder(layout.kept)[0]).appending("source")
        return try Files.readText(folder.appending(name)).split(separator: "\n").map(String.init)
    }

    func staging() throws -> [String] { try Files.listFolder(layout.staging) }
}
