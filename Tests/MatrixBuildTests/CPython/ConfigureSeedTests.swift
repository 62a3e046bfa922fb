import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixBuild

/// With a `configure` that does with its cache what autoconf's does, and tells what it found in it.
@Suite struct ConfigureSeedTests {
    @Test func theSameConfigureKnowsTheSecondTimeWhatAutoconfsTestsFoundOut() async throws {
        try await withSeenSeed { bench, seen in
            _ = try await bench.build()
            #expect(try seen() == "nothing\n")
            try bench.forgetBuilds()
            _ = try await bench.build()
            #expect(try seen() == "ac_cv_func_fork=${ac_cv_func_fork=yes}\n")
        }
    }

    @Test func whatConfigureCouldSeeDecides() async throws {
        try await withSeenSeed { bench, seen in
            func expectNoSeed(_ change: (inout CPythonBench) throws -> Void) async throws {
                var changed = bench
                _ = try await bench.build()
                try bench.forgetBuilds()
                try change(&changed)
                _ = try await changed.build()
                try bench.forgetBuilds()
                #expect(try seen() == "nothing\n")
            }
            try await expectNoSeed { $0.flags = "[\"--enable-shared\"]" }
            try await expectNoSeed { $0.toolchain.compiler = "gcc 14.2.0" }
            try await expectNoSeed { $0.toolchain.libc = "2.41" }
            try await expectNoSeed { $0.source.configure += "\n# Another test." }
            try await expectNoSeed { try Files.writeFile($0.root.pushing("../include/new.h"), "") }
        }
    }

    @Test func anotherScriptIsToldWhatTheRecipeSaysThatTheyShare() async throws {
        try await withSeenSeed { bench, seen in
            var bench = bench
            bench.share = bench.flags
            _ = try await bench.build()
            try bench.forgetBuilds()
            bench.source.configure += "\n# Another test."
            _ = try await bench.build()
            #expect(try seen() == "ac_cv_func_fork=${ac_cv_func_fork=yes}\n")
            try bench.forgetBuilds()
            bench.flags = "[\"--enable-shared\", \"--with-words=a b\", \"--another\"]"
            _ = try await bench.build()
            #expect(try seen() == "nothing\n")
        }
    }

    @Test func whatTwoScriptsDoNotAgreeOnIsNotShared() async throws {
        try await withSeenSeed { bench, seen in
            var bench = bench
            bench.share = bench.flags
            _ = try await bench.build()
            try bench.forgetBuilds()
            bench.source.configure = bench.source.configure.replacing("=yes", with: "=no")
            _ = try await bench.build()
            try bench.forgetBuilds()
            bench.source.configure += "\n# Another test."
            _ = try await bench.build()
            #expect(try seen() == "")
        }
    }

    @Test func configureIsToldTheSiteDefaultsOfTheRecipe() async throws {
        try await withSeenSeed { bench, _ in
            var bench = bench
            bench.source.configure =
                ". \"$CONFIG_SITE\"; test \"$ac_cv_broken_nice\" = no"
                + " || exit 1\n" + bench.source.configure
            _ = try await bench.build()
        }
    }

    @Test func aDamagedSeedIsNotUsed() async throws {
        try await withSeenSeed { bench, seen in
            _ = try await bench.build()
            let file = bench.layout.configureSeeds.appending("3.13.5")
            try Files.writeFile(file, try Files.readText(file).replacing("=yes", with: "=no"))
            try bench.forgetBuilds()
            _ = try await bench.build()
            #expect(try seen() == "nothing\n")
        }
    }

    @Test func aBuildThatFailsLeavesNoSeed() async throws {
        try await withSeenSeed { bench, _ in
            var broken = bench
            broken.source.make = "exit 1"
            await #expect(throws: BuildError.self) { _ = try await broken.build() }
            let kept = try Files.listFolder(bench.root).contains("configure-v1")
            #expect(!kept)
        }
    }

    @Test func aSeedGoesWithTheBuildThatFailedWithIt() async throws {
        try await withSeenSeed { bench, seen in
            _ = try await bench.build()
            let file = bench.layout.configureSeeds.appending("3.13.5")
            #expect(try Files.status(file) != nil)
            try bench.forgetBuilds()
            var broken = bench
            broken.source.make = "exit 1"
            await #expect(throws: BuildError.self) { _ = try await broken.build() }
            #expect(try seen() != "nothing\n")
            #expect(try Files.status(file) == nil)
        }
    }

    private func withSeenSeed(
        _ body: (CPythonBench, _ seen: () throws -> String) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            var bench = try CPythonBench(folder)
            let seen = folder.appending("seen")
            bench.source.configure = """
                . "$CONFIG_SITE"
                if test -r "$cache_file"; then cat "$cache_file"; else echo nothing; fi > '\(seen)'
                echo 'ac_cv_wl_no_as_needed=${ac_cv_wl_no_as_needed=yes}' > "$cache_file"
                echo 'ac_cv_func_fork=${ac_cv_func_fork=yes}' >> "$cache_file"
                """
            try await body(bench) { try Files.readText(seen) }
        }
    }
}

extension CPythonBench {
    fileprivate func forgetBuilds() throws { try Files.removeTree(layout.bucket(.python)) }
}
