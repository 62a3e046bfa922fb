import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite(.enabled(if: ModWsgiBench.isInstalled, "Apache with apxs, gcc or readelf is missing: `make deps` installs them"))
struct ModWsgiBuilderTests {
    @Test func theModuleAloneIsPublished() async throws {
        try await withTemporaryFolder { folder in
            var bench = try ModWsgiBench(folder)
            bench.keep = true
            let entry = try await bench.build()
            #expect(entry.record.label == "6.1.1 for Python 3.13.5")
            #expect(try Files.listFolder(entry.folder) == ["mod_wsgi.so"])
            #expect(try await bench.build() == entry)

            let python = try await bench.pythonEntry()
            let name = try #require(try Files.listFolder(bench.layout.kept).first { $0.hasPrefix("mod_wsgi") })
            let arguments = bench.layout.kept.appending(name).appending("source/configure-arguments")
            let given = try Files.readText(arguments)
            #expect(given == "--with-python=\(python.folder)/bin/python3.13\n--with-apxs=/usr/bin/apxs\n")
        }
    }

    @Test func theModuleFindsItsPythonWhereverTheStoreIs() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ModWsgiBench(folder)
            let entry = try await bench.build()
            let moved = folder.appending("moved")
            try Files.rename(from: bench.root, to: moved)
            let module = Layout(root: moved).entry(.modWsgi, entry.key).appending("mod_wsgi.so")
            let output = try await Processes.live.capture(
                Command("ldd", [module.string], environment: ["PATH": "/usr/bin:/bin"]))
            let line = output.standardOutput.split(separator: "\n").first { $0.contains("libpython3.13.so.1.0") }
            #expect(line?.contains("\(try Files.real(moved))/") == true, "\(output.standardOutput)")
        }
    }

    @Test(arguments: [
        (
            FakeModWsgi(source: "AP_DECLARE_MODULE(wsgi) = { STANDARD20_MODULE_STUFF };\n", link: "$LDFLAGS"),
            "does not link against `libpython3.13.so.1.0`"
        ),
        (FakeModWsgi(link: "-Wl,--enable-new-dtags -L$prefix/lib -l:libpython3.13.so.1.0"), "has no DT_RPATH"),
        (FakeModWsgi(source: FakeModWsgi.module + "char copy[1100000] = {1};\n"), "has over 1.0 MB"),
        (FakeModWsgi(source: FakeModWsgi.module.replacing("(wsgi)", with: "(other)")), "does not load it: "),
        (
            FakeModWsgi(source: FakeModWsgi.module + "int no_such(void); int (*p)(void) = no_such;\n"),
            "does not load it: "
        ),
        (FakeModWsgi(after: "head -c 2000 src/server/.libs/mod_wsgi.so > s; cp s src/server/.libs/mod_wsgi.so"), ""),
        (FakeModWsgi(after: "echo text > src/server/.libs/mod_wsgi.so"), "readelf"),
        (FakeModWsgi(after: "rm src/server/.libs/mod_wsgi.so"), "make left no `mod_wsgi.so`"),
    ])
    func aModuleThatIsNotWhatItShouldBeIsRefused(source: FakeModWsgi, reason: String) async throws {
        try await withTemporaryFolder { folder in
            var bench = try ModWsgiBench(folder)
            bench.source = source
            let error = await #expect(throws: BuildError.self) { _ = try await bench.build() }
            guard case .checkFailed("mod_wsgi 6.1.1 for Python 3.13.5", let found, let log) = error else {
                throw error!
            }
            #expect(reason.isEmpty || found.contains(reason), "\(found)")
            #expect(try Files.status(log) != nil)
            #expect(try Files.listFolder(bench.layout.staging) == [])
            #expect(try Files.listFolder(bench.layout.bucket(.modWsgi)) == [])
        }
    }

    @Test func aCompilerErrorIsTheCause() async throws {
        try await withTemporaryFolder { folder in
            var bench = try ModWsgiBench(folder)
            bench.source.source = "not C at all\n"
            let error = await #expect(throws: BuildError.self) { _ = try await bench.build() }
            guard case .stepFailed(_, "make", "exited(2)", let cause?, _) = error else { throw error! }
            #expect(cause.contains("mod_wsgi.c:3:1: error: "), "\(cause)")
        }
    }

    @Test func aPythonWithoutASharedLibraryIsRefusedBeforeAnythingIsBuilt() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ModWsgiBench(folder)
            let python = try await bench.pythonEntry()
            try Files.removeTree(python.folder.appending("lib"))
            let error = await #expect(throws: BuildError.self) {
                _ = try await bench.builder().build(ModWsgiBench.version, for: ModWsgiBench.python, entry: python)
            }
            #expect(error?.description.contains("its entry has no shared library") == true)
        }
    }

    @Test func whateverDecidesTheOutcomeIsInTheKey() async throws {
        try await withTemporaryFolder { folder in
            let bench = try ModWsgiBench(folder)
            let entry = try await bench.build()
            let python = try await bench.pythonEntry()
            let other = try await bench.pythonEntry("3.13.5 with other flags")
            #expect(try bench.builder().find(ModWsgiBench.version, for: python) == entry)
            #expect(try bench.builder().find(ModWsgiBench.version, for: other) == nil)
            for change: (inout ModWsgiBench) -> Void in [
                { $0.apache.version = "2.4.63" }, { $0.apache.moduleMagicNumber = "20120211:200" },
                { $0.apache.apxs = "/opt/bin/apxs" }, { $0.toolchain.compiler = "gcc 14.2.0" },
                { $0.toolchain.libc = "2.41" }, { $0.toolchain.linker = "mold" }, { $0.toolchain.machine = "aarch64" },
            ] {
                var changed = bench
                change(&changed)
                #expect(try changed.builder().find(ModWsgiBench.version, for: python) == nil)
            }
        }
    }
}
