import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

struct DriverBuilderTests {
    @Test func thePackagesAloneArePublished() async throws {
        try await withTemporaryFolder { folder in
            let bench = try DriverBench(folder)
            let built = try await bench.build()
            #expect(built.wasBuilt)
            #expect(built.driver.description == "pymongo-4.20.0")
            #expect(built.entry.record.label == "4.20.0 for Python 3.13.5")
            #expect(try Files.listFolder(built.entry.folder) == ["bson", "gridfs", "pymongo"])
            #expect(try Files.listFolder(built.entry.folder.appending("pymongo")) == ["__init__.py", "compiled"])
            let again = try await bench.build(.release("4"))
            #expect(!again.wasBuilt && again.entry == built.entry)
        }
    }

    @Test(arguments: [
        (#"{"files": ["FOLDER/x"], "bson": false, "pymongo": true, "version": "1"}"#, "`bson.has_c()` is false"),
        (#"{"files": ["FOLDER/x"], "bson": true, "pymongo": false, "version": "1"}"#, "`pymongo.has_c()` is false"),
        (#"{"files": ["/usr/x"], "bson": true, "pymongo": true, "version": "1"}"#, "imports it from `/usr/x`"),
        ("no JSON", "does not import it"),
    ])
    func aDriverThatIsNotWhatItShouldBeIsRefused(answer: String, reason: String) async throws {
        try await withTemporaryFolder { folder in
            var bench = try DriverBench(folder)
            bench.answer = answer
            let error = await #expect(throws: BuildError.self) { _ = try await bench.build() }
            guard case .checkFailed("PyMongo 4.20.0 for Python 3.13.5", let found, _) = error else { throw error! }
            #expect(found.contains(reason), "\(found)")
            #expect(try Files.listFolder(bench.layout.bucket(.driver)) == [])
            #expect(try Files.listFolder(bench.layout.staging) == [])
        }
    }

    @Test func aCompilerErrorIsTheCause() async throws {
        try await withTemporaryFolder { folder in
            var bench = try DriverBench(folder)
            bench.build = "echo 'bson/x.c:1:2: error: no such thing'; exit 1"
            let error = await #expect(throws: BuildError.self) { _ = try await bench.build() }
            guard case .stepFailed(_, "build", "exited(1)", let cause, _) = error else { throw error! }
            #expect(cause == "bson/x.c:1:2: error: no such thing")
        }
    }

    @Test func aReleaseThatThePythonCannotRunIsRefusedUnlessForced() async throws {
        try await withTemporaryFolder { folder in
            let bench = try DriverBench(folder)
            let error = await #expect(throws: BuildError.self) { _ = try await bench.build(.release("5.0.0")) }
            guard case .unsupportedDriver(_, _, let why) = error else { throw error! }
            #expect(why.reason == "it needs a Python >=3.14: it says so" && why.source == "this test")
            let python = try await bench.pythonEntry()
            let forced = try await bench.builder().build(
                .release("5.0.0"), for: DriverBench.python, entry: python, force: true)
            #expect(forced.driver.description == "pymongo-5.0.0")
        }
    }

    @Test func whateverDecidesTheOutcomeIsInTheKey() async throws {
        try await withTemporaryFolder { folder in
            var bench = try DriverBench(folder)
            let built = try await bench.build()
            let python = try await bench.pythonEntry()
            let other = try await bench.pythonEntry("3.13.5 with other flags")
            func found(_ python: Entry) throws -> Entry? {
                try bench.builder().find(.newest, for: DriverBench.python, entry: python)?.entry
            }
            #expect(try found(python) == built.entry)
            #expect(try found(other) == nil)
            bench.toolchain.compiler = "gcc 14.2.0"
            #expect(try found(python) == nil)
            bench.toolchain.compiler = "gcc 12.2.0"
            #expect(try found(python) == built.entry)
            let script = bench.recipeFolder.appending("driver").appending("build_driver.py")
            try Files.replaceFile(script, "# another\n")
            #expect(try found(python) == nil)
        }
    }
}
