import MatrixHost
import MatrixStore
import MatrixTestSupport
import SystemPackage

@testable import MatrixBuild
@testable import MatrixModel

/// A store that holds a tarball and a Python that is a shell script, and a builder of drivers for it.
struct DriverBench {
    let root: FilePath
    /// What the script that builds does besides laying out three packages in `$content`.
    var build = ":"
    /// What the check hears of the Python: `FOLDER` is where the driver was built.
    var answer = #"{"files": ["FOLDER/bson/__init__.py"], "bson": true, "pymongo": true, "version": "4.20.0"}"#
    var toolchain = Toolchain(compiler: "gcc 12.2.0", machine: "machine", linker: "GNU ld 2.40", libc: "2.36")

    static let python = PythonVersion("3.13.5")!
    private static let tarball = "the tarball's bytes\n"

    init(_ folder: FilePath) throws {
        root = folder.appending("store")
        let downloads = layout.downloads.appending(sha256(of: Self.tarball).hexadecimal)
        try Files.makeFolders(downloads)
        for version in ["4.20.0", "5.0.0"] {
            try Files.writeFile(downloads.appending("pymongo-\(version).tar.gz"), Self.tarball)
        }
        try Files.makeFolders(recipeFolder.appending("driver"))
        try Files.replaceFile(recipeFolder.appending("driver").appending("build_driver.py"), "# not read by the fake\n")
    }

    var layout: Layout { Layout(root: root) }
    var recipeFolder: FilePath { root.removingLastComponent().appending("recipes") }

    var host: MatrixHost.Host {
        var host = MatrixHost.Host.failing
        host.processes = .live
        host.environment.userID = HostEnvironment.current().userID
        host.environment.executable = builtBinary
        host.archives.unpack = { _, destination in
            try Files.writeFile(destination.appending("setup.py"), "# of the tarball\n")
        }
        return host
    }

    func builder() throws -> DriverBuilder {
        let digest = sha256(of: Self.tarball).hexadecimal
        let recipe = """
            format: 1
            kind: driver
            archives:
              tgz: {file: "pymongo-{version}.tar.gz", url: "http://localhost:9/pymongo-{version}.tar.gz"}
            versions:
              "4.20.0": {tgz: {sha256: "\(digest)"}}
              "5.0.0": {tgz: {sha256: "\(digest)"}}
            pythons:
              - {driver: ">=5.0", python: ">=3.14", reason: "it says so", source: "this test"}
            """
        return DriverBuilder(
            host: host, store: Store(layout: layout, host: host),
            fetcher: SourceFetcher(
                host: host, folder: layout.downloads, locks: layout.locks,
                options: FetchOptions(offline: true, mirrors: [])),
            toolchain: toolchain, recipe: try DriverRecipe(recipe, file: "driver.yaml"), recipeFolder: recipeFolder,
            options: BuildOptions(jobserver: Jobserver(tokens: 1), keep: false))
    }

    func build(_ selection: DriverSelection = .newest) async throws -> DriverBuilder.Built {
        try await builder().build(selection, for: Self.python, entry: pythonEntry())
    }

    /// A Python that lays out packages when it is given a script, and answers what it was told to with `-c`.
    func pythonEntry(_ key: String = "3.13.5") async throws -> Entry {
        var inputs = BuildInputs(kind: .python)
        inputs.add("version", key)
        inputs.add("fake", build + answer)
        return try await Store(layout: layout, host: host).entry(for: inputs, label: key) { work in
            let content = work.folder.appending("content")
            for folder in ["bin", "lib"] { try Files.makeFolders(content.appending(folder)) }
            try Files.writeFile(content.appending("lib/libpython3.13.so.1.0"), "library\n")
            let script = """
                case $1 in
                    -c) printf '%s\\n' '\(answer)' | sed "s|FOLDER|$(cd "$3" && pwd -P)|g";;
                    -m) test "$2" = compileall && echo compiled > pymongo/compiled;;
                    *)
                        content=$3
                        for package in bson gridfs pymongo; do
                            mkdir "$content/$package" && cat setup.py > "$content/$package/__init__.py"
                        done
                        \(build);;
                esac

                """
            try await writeFakeTool("python3.13", in: content.appending("bin"), script: script)
            return content
        }.entry
    }
}
