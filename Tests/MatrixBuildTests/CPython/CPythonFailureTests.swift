import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct CPythonFailureTests {
    @Test(arguments: [
        (
            "configure", FakeCPython(configure: "echo 'configure: error: no C compiler'; exit 77"), "exited(77)",
            "configure: error: no C compiler"
        ),
        ("make", FakeCPython(make: "echo 'a.c:3:1: error: what' >&2; exit 1"), "exited(2)", "a.c:3:1: error: what"),
        (
            "install",
            FakeCPython(
                make: "echo 'ModuleNotFoundError: No module named _tkinter'",
                install: "echo 'cp: cannot copy: No space left on device' >&2; exit 1"), "exited(2)",
            "cp: cannot copy: No space left on device"
        ),
        (
            "install",
            FakeCPython(
                make: "echo 'ModuleNotFoundError: No module named _tkinter'",
                install: "echo 'x.c:1: error: the real one' >&2; exit 1"), "exited(2)", "x.c:1: error: the real one"
        ),
    ])
    func aStepThatFailsIsNamedWithItsFirstRealErrorAndItsLog(
        step: String, source: FakeCPython, status: String, cause: String
    ) async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            bench.source = source
            let error = await #expect(throws: BuildError.self) { _ = try await bench.build() }
            guard case .stepFailed("Python 3.13.5", step, status, cause, let log) = error else { throw error! }
            let text = try Files.readText(log)
            #expect(text.contains("# step: \(step)\n"))
            #expect(text.contains("# command: "))
            #expect(text.contains("LD_RUN_PATH="))
            #expect(text.contains(cause))
            #expect(try bench.staging() == [])
            #expect(try bench.builder().find(CPythonBench.python) == nil)
            bench.source = FakeCPython()
            _ = try await bench.build()
        }
    }

    @Test func aLibraryThatDoesNotCompileIsAFailedStep() async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            bench.source.compile = "echo 'SyntaxError: what'; exit 1"
            let error = await #expect(throws: BuildError.self) { _ = try await bench.build() }
            guard case .stepFailed("Python 3.13.5", "byte-compile", "exited(1)", _, _) = error else { throw error! }
            #expect(try bench.staging() == [])
        }
    }

    @Test(arguments: [
        (FakeCPython(libraryName: "libpython3.13.a"), "no shared `libpython3.13*.so.1.0` in its `lib`"),
        (FakeCPython(version: "3.13.4"), "it says that it is 3.13.4"),
        (FakeCPython(prefix: "/usr"), "its `sys.prefix` is `/usr`"),
        (FakeCPython(prefix: "/nonexistent"), "its `sys.prefix` is `/nonexistent`"),
        (FakeCPython(shared: "false"), "it was not built with `--enable-shared`"),
        (
            FakeCPython(missing: "{\"ssl\": \"ImportError: no libssl\"}"),
            "`import ssl` fails: ImportError: no libssl"
        ),
        (
            FakeCPython(start: "echo 'libpython3.13.so.1.0: cannot open' >&2; exit 127"),
            "libpython3.13.so.1.0: cannot open"
        ),
        (FakeCPython(start: "exit 0"), "no output"),
        (FakeCPython(start: "kill -11 $$"), "signalled(11)"),
    ])
    func whatIsNotUsableIsNotPublished(source: FakeCPython, reason: String) async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            bench.source = source
            let error = await #expect(throws: BuildError.self) { _ = try await bench.build() }
            guard case .checkFailed("Python 3.13.5", let found, let log) = error else { throw error! }
            #expect(found.contains(reason), "\(found)")
            #expect(try Files.status(log) != nil)
            #expect(try bench.staging() == [])
            #expect(try bench.builder().find(CPythonBench.python) == nil)
        }
    }

    @Test func anOptionalModuleThatIsMissingIsOnlyTold() async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            bench.source.missing = "{\"tkinter\": \"ModuleNotFoundError: No module named _tkinter\"}"
            _ = try await bench.build()
            #expect(bench.notes.elements.contains("Python 3.13.5: built without tkinter (tk-dev)"))
        }
    }

    @Test func anInstallThatLaidOutNothingIsAFailedCheck() async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            bench.source.configure = "printf 'all:\\ninstall:\\n' > Makefile.in"
            let error = await #expect(throws: BuildError.self) { _ = try await bench.build() }
            guard case .checkFailed = error else { throw error! }
        }
    }

    @Test(arguments: ["configure", "make", "install"])
    func aCancelledBuildLeavesNoProcessAndNoStaging(step: String) async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            let script = "echo $$$$ > \(folder)/pid; sleep 301"
            switch step {
            case "configure": bench.source.configure = script.replacing("$$$$", with: "$$")
            case "make": bench.source.make = script
            default: bench.source.install = script
            }
            let task = Task { [bench] in try await bench.build() }
            let file = folder.appending("pid")
            while try Files.status(file)?.size.bytes ?? 0 == 0 { try await Task.sleep(for: .milliseconds(20)) }
            let pid = try #require(Int32(try Files.readText(file).trimmingSpaces()))
            #expect(ProcessTable.live.lookup(pid) != nil)
            task.cancel()
            await #expect(throws: CancellationError.self) { _ = try await task.value }
            let staging = try bench.staging()
            #expect(staging == [])
            #expect(ProcessTable.live.lookup(pid) == nil)
        }
    }
}
