import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct CPythonBuilderTests {
    @Test func whatWasInstalledIsPublishedWithoutWhatTheRecipeRemoves() async throws {
        try await withTemporaryFolder { folder in
            let bench = try CPythonBench(folder)
            let entry = try await bench.build()
            #expect(entry.record.label == "3.13.5")
            #expect(try Files.listFolder(entry.folder) == ["bin", "lib"])
            #expect(try Files.listFolder(entry.folder.appending("lib/python3.13")) == ["os.py"])
            #expect(try bench.staging() == [])
            #expect(bench.unpacked.elements.count == 1)
            #expect(try await bench.build() == entry)
            #expect(bench.unpacked.elements.count == 1, "the second time there is nothing to do")
        }
    }

    @Test func everyStepGetsItsArguments() async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            bench.keep = true
            _ = try await bench.build()
            #expect(
                try bench.keptFile("configure-arguments") == [
                    "--prefix=/nonexistent/wsgimatrix", "--enable-option-checking=fatal", "--enable-shared",
                    "--with-words=a b",
                ])
            #expect(try bench.keptFile("make-flags").first?.contains("-j3") == true)
            #expect(try bench.keptFile("make-extra") == ["one two"])
            #expect(try bench.keptFile("install-options") == ["-x y"])
        }
    }

    @Test func theBuildSystemFindsTheRecipesFilesBeforeItIsConfigured() async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            bench.keep = true
            bench.source.configure = "ls > seen-by-configure"
            _ = try await bench.build()
            let names = try bench.keptFile("seen-by-configure")
            #expect(names.contains("seen.cfg") && !names.contains("never.cfg"))
            #expect(!names.contains("jobs.cfg"), "how many jobs are free is asked when they are used")
            #expect(try bench.keptFile("jobs.cfg") == ["jobs = 3"])
        }
    }

    @Test func theLibraryIsCompiledOnceAfterTheCleanUpAndNotByMake() async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            bench.keep = true
            bench.source.compile = "cd \"${0%/*}/../lib/python3.13\" && echo \"$@\" > arguments; ls; exit 0"
            let entry = try await bench.build()
            #expect(try bench.keptFile("compiled-by-make") == [])
            #expect(try bench.keptFile("run-by-make") != [])
            // The prefix that configure was given: an entry may stand anywhere.
            let library = "/nonexistent/wsgimatrix/lib/python3.13"
            let arguments = try Files.readText(entry.folder.appending("lib/python3.13/arguments")).split(separator: " ")
            #expect(arguments.contains("-d") && arguments.contains(Substring(library)))
            #expect(arguments.joined(separator: " ").contains(" -j 3 "))
            #expect(!arguments.contains("-O") && !arguments.contains("-o"))
            let log = try Files.readText(bench.layout.logs.appending("python-3.13.5-\(entry.key).log"))
            let compiled = try #require(log.split(separator: "# step: byte-compile").last)
            #expect(compiled.contains("\nos.py\n") && !compiled.contains("\ntest\n"), "what is removed is not compiled")
        }
    }

    @Test(arguments: ["configure-environment", "make-environment"])
    func nothingOfTheCallersEnvironmentGetsIn(file: String) async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            bench.keep = true
            _ = try await bench.build()
            // The shell and make add some of their own.
            let own = [
                "PWD=", "OLDPWD=", "SHLVL=", "_=", "MAKEFLAGS=", "MAKELEVEL=", "MAKEOVERRIDES=", "EXTRA=", "MFLAGS=",
                "MAKE_TERMOUT=", "MAKE_TERMERR=", "CONFIG_SITE=./config.site",
            ]
            let seen = try bench.keptFile(file).filter { line in !own.contains { line.hasPrefix($0) } }
            #expect(
                seen.sorted() == [
                    "CFLAGS=-g0", "HOME=/nonexistent", "LC_ALL=C", "LD_RUN_PATH=$ORIGIN/../lib",
                    "PATH=/usr/bin:/bin:/usr/sbin:/sbin", "TZ=UTC",
                ])
        }
    }

    @Test func theLogTellsEveryStepSoThatAPersonCanRepeatIt() async throws {
        try await withTemporaryFolder { folder in
            let bench = try CPythonBench(folder)
            let entry = try await bench.build()
            let log = try Files.readText(bench.layout.logs.appending("python-3.13.5-\(entry.key).log"))
            for text in [
                "# Python 3.13.5\n", "# step: unpack", "# step: configure", "# step: make", "# step: install",
                "# step: clean up", "remove lib/python3.13/test", "# step: check",
                "# command: make 'EXTRA=one two'", "# jobs: of the run's 3", "'--with-words=a b'", "CFLAGS='-g0'",
                "LD_RUN_PATH='$ORIGIN/../lib'", "# folder: \(bench.layout.staging)", "# exited(0)",
            ] { #expect(log.contains(text), "\(text)") }
            #expect(bench.notes.elements.contains("Python 3.13.5: configure"))
        }
    }

    @Test func missingHeadersAreToldBeforeAnythingIsUnpacked() async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            bench.modules = """
                [{import: never, header: "wsgimatrix/never.h", package: libnever-dev, when: "*"},
                 {import: perhaps, header: "wsgimatrix/perhaps.h", package: libperhaps-dev, when: "*", optional: true}]
                """
            let error = await #expect(throws: BuildError.self) { _ = try await bench.build() }
            guard case .headersMissing("Python 3.13.5", let modules) = error else { throw error! }
            #expect(modules.map(\.name) == ["never"])
            #expect(error?.hint == "apt-get install libnever-dev")
            #expect(bench.unpacked.elements == [])
        }
    }

    @Test func aVersionThatIsDataOnlyIsNotBuilt() async throws {
        try await withTemporaryFolder { folder in
            let bench = try CPythonBench(folder)
            let version = try #require(PythonVersion("3.4.10"))
            await #expect(throws: BuildError.notBuilt(kind: .cpython, version: "3.4.10", reason: "no mirror has it")) {
                _ = try await bench.builder().build(version)
            }
        }
    }

    @Test func whateverDecidesTheOutcomeIsInTheKey() async throws {
        try await withTemporaryFolder { folder in
            let header = folder.appending("include/wsgimatrix.h")
            var bench = try CPythonBench(folder)
            try Files.writeFile(header, "one")
            bench.modules = "[{import: ssl, header: \"wsgimatrix.h\", when: \"*\"}]"
            let entry = try await bench.build()
            #expect(try bench.builder().find(CPythonBench.python) == entry)

            func expectMiss(_ change: (inout CPythonBench) -> Void) throws {
                var changed = bench
                change(&changed)
                #expect(try changed.builder().find(CPythonBench.python) == nil)
            }
            try expectMiss { $0.flags = "[\"--enable-shared\"]" }
            try expectMiss { $0.toolchain.compiler = "gcc 14.2.0" }
            try expectMiss { $0.toolchain.linker = "GNU ld 2.44" }
            try expectMiss { $0.toolchain.libc = "2.41" }
            try Files.writeFile(header, "two")
            #expect(try bench.builder().find(CPythonBench.python) == nil)
            try Files.writeFile(header, "one")
            #expect(try bench.builder().find(CPythonBench.python) == entry)
        }
    }
}
