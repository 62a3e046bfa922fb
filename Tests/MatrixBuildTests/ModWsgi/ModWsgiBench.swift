import MatrixHost
import MatrixStore
import MatrixTestSupport
import SystemPackage

@testable import MatrixBuild
@testable import MatrixModel

/// A store that holds a tarball and a Python whose library is real, and a builder for the system's Apache.
struct ModWsgiBench {
    let root: FilePath
    var source = FakeModWsgi()
    var toolchain = Toolchain(compiler: "gcc 12.2.0", machine: "machine", linker: "GNU ld 2.40", libc: "2.36")
    var apache = Self.apache
    var keep = false

    static let python = PythonVersion("3.13.5")!
    static let version = Version("6.1.1")!
    private static let tarball = "the tarball's bytes\n"

    /// Debian's paths.
    static let apache = ApacheTarget(
        executable: "/usr/sbin/apache2", apxs: "/usr/bin/apxs", modulesFolder: "/usr/lib/apache2/modules",
        version: "2.4", moduleMagicNumber: "20120211:127", mpmModule: "/usr/lib/apache2/modules/mod_mpm_event.so")

    static var isInstalled: Bool {
        [apache.executable, apache.apxs, apache.mpmModule!, "/usr/bin/gcc", "/usr/bin/readelf"].allSatisfy {
            (try? Files.status($0)) != nil
        }
    }

    init(_ folder: FilePath) throws {
        root = folder.appending("store")
        let downloads = layout.downloads.appending(sha256(of: Self.tarball).hexadecimal)
        try Files.makeFolders(downloads)
        try Files.writeFile(downloads.appending("mod_wsgi-6.1.1.tar.gz"), Self.tarball)
    }

    var layout: Layout { Layout(root: root) }

    var host: MatrixHost.Host {
        var host = MatrixHost.Host.failing
        host.processes = .live
        host.environment.userID = HostEnvironment.current().userID
        host.environment.executable = builtBinary
        host.archives.unpack = { [source] _, destination in try await source.unpack(into: destination) }
        return host
    }

    func builder() throws -> ModWsgiBuilder {
        let recipe = """
            format: 1
            kind: mod_wsgi
            archives:
              tgz: {file: "mod_wsgi-{version}.tar.gz", url: "http://localhost:9/mod_wsgi-{version}.tar.gz"}
            versions:
              "6.1.1": {tgz: {sha256: "\(sha256(of: Self.tarball).hexadecimal)"}}
            """
        return ModWsgiBuilder(
            host: host, store: Store(layout: layout, host: host),
            fetcher: SourceFetcher(
                host: host, folder: layout.downloads, locks: layout.locks,
                options: FetchOptions(offline: true, mirrors: [])),
            toolchain: toolchain, recipe: try ModWsgiRecipe(recipe, file: "mod_wsgi.yaml"), apache: apache,
            options: BuildOptions(jobserver: Jobserver(tokens: 2), keep: keep))
    }

    func build() async throws -> Entry {
        try await builder().build(Self.version, for: Self.python, entry: pythonEntry()).entry
    }

    /// A Python that is nothing but its library, with the soname that a real one has.
    func pythonEntry(_ key: String = "3.13.5") async throws -> Entry {
        var inputs = BuildInputs(kind: .python)
        inputs.add("version", key)
        return try await Store(layout: layout, host: host).entry(for: inputs, label: key) { work in
            let content = work.folder.appending("content")
            try Files.makeFolders(content.appending("lib"))
            try Files.writeFile(work.folder.appending("python.c"), "int Py_IsInitialized(void) { return 0; }\n")
            let output = try await Processes.live.capture(
                Command(
                    "gcc",
                    [
                        "-shared", "-fPIC", "-Wl,-soname,libpython3.13.so.1.0", "-o",
                        content.appending("lib/libpython3.13.so.1.0").string, "python.c",
                    ],
                    environment: ["PATH": "/usr/bin:/bin"], workingDirectory: work.folder))
            guard output.status.isSuccess else { throw FakeToolError(name: "gcc", reason: output.standardError) }
            return content
        }.entry
    }
}
