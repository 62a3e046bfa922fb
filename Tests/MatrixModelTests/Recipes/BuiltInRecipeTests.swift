import FoundationEssentials
import MatrixModel
import Testing

/// The recipes as they ship.
struct BuiltInRecipeTests {
    private let book: RecipeBook

    init() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../recipes")
        func text(_ kind: RecipeKind) throws -> String {
            try String(contentsOf: folder.appending(path: kind.fileName), encoding: .utf8)
        }
        book = RecipeBook(
            cpython: try CPythonRecipe(try text(.cpython), file: "cpython.yaml"),
            modWsgi: try ModWsgiRecipe(try text(.modWsgi), file: "mod_wsgi.yaml"),
            driver: try DriverRecipe(try text(.driver), file: "driver.yaml"),
            mongodb: try MongodbRecipe(try text(.mongodb), file: "mongodb.yaml"))
    }

    @Test(arguments: [
        ("2.7.18", true), ("3.9.2", true), ("3.11.2", true), ("3.13.5", true), ("3.13.5t", false), ("3.9.2d", false),
        ("3.12.15", false), ("3.14.8", false),
    ])
    func onlyPythonsThatWereComparedShareWhatConfigureFindsOut(python: String, isShared: Bool) throws {
        let options = book.cpython.buildOptions(for: try book.cpython.resolve(python))
        #expect(options.sharesResults == isShared)
        #expect(options.site["ac_cv_broken_nice"] == "no")
    }

    @Test(arguments: ["2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"])
    func everySeriesHasASource(series: String) throws {
        let python = try book.cpython.resolve(series)
        let sources = book.cpython.table.sources(of: python.release)
        #expect(python.release.series == series)
        #expect(!sources.isEmpty)
        #expect(!(book.cpython.table.digestSource(of: python.release) ?? "").isEmpty)
    }

    @Test(arguments: [
        ("3.13.5", "trixie"), ("3.11.2", "bookworm"), ("3.9.2", "bullseye"), ("2.7.18", "bullseye"),
    ])
    func theFourOfTheMirrorAreOnIt(version: String, suite: String) throws {
        let release = try #require(Version(version))
        let source = try #require(book.cpython.table.sources(of: release).first)
        #expect(source.size != nil)
        #expect(
            source.places.contains { place in
                if case .apt(_, suite) = place { true } else { false }
            })
    }

    @Test(arguments: [
        "4.2.8", "4.3.2", "4.4.23", "4.5.24", "4.6.8", "4.7.1", "4.8.0", "4.9.4", "5.0.0", "5.0.1", "5.0.2", "6.0.0",
        "6.0.6", "6.1.0", "6.1.1",
    ])
    func everyModWsgiHasASource(version: String) throws {
        let version = try #require(Version(version))
        #expect(!book.modWsgi.table.sources(of: version).isEmpty)
        #expect(book.modWsgi.table.notBuilt(version) == nil)
    }

    // Facts of the release notes, the issues and of builds on Debian 12 (gcc 12.2), November 2026.
    @Test(arguments: [
        ("2.7.18", "4.5.24", "supported"), ("2.7.18", "4.9.4", "supported"), ("2.7.18", "5.0.2", "unsupported"),
        ("2.7.18", "6.1.1", "unsupported"), ("3.9.2", "4.5.24", "unsupported"), ("3.9.2", "4.6.8", "supported"),
        ("3.9.2", "4.7.1", "supported"), ("3.9.2", "4.9.4", "supported"), ("3.9.2", "5.0.2", "supported"),
        ("3.9.2", "6.1.1", "unsupported"), ("3.11.2", "4.7.1", "unsupported"), ("3.11.2", "4.9.4", "supported"),
        ("3.11.2", "5.0.2", "supported"), ("3.11.2", "6.1.1", "supported"), ("3.13.5", "4.9.4", "unsupported"),
        ("3.13.5", "5.0.0", "compiler-dependent"), ("3.13.5", "5.0.2", "supported"), ("3.13.5", "6.1.1", "supported"),
        ("3.13.5t", "5.0.2", "unsupported"), ("2.7.18", "3.4", "unsupported"),
    ])
    func pairsAreJudged(python: String, modWsgi: String, verdict: String) throws {
        let answer = book.compatibility(
            of: try #require(Version(modWsgi)), with: try #require(PythonVersion(python)))
        #expect(answer.verdict.rawValue == verdict)
        #expect(!answer.reason.isEmpty && !answer.source.isEmpty)
    }

    @Test(arguments: [("gcc 12.2.0", false), ("gcc 14.2.0", true), ("clang 19.1.0", false)])
    func aCompilerDependentPairIsRefusedByTheCompilersItNames(compiler: String, refused: Bool) throws {
        let answer = book.compatibility(of: try #require(Version("5.0.0")), with: try #require(PythonVersion("3.13.5")))
        #expect(answer.isRefused(by: compiler) == refused)
    }

    @Test func aPrefixIsTheNewest() throws {
        #expect(try book.cpython.resolve("3.13").release > #require(Version("3.13.5")))
        #expect(try book.modWsgi.resolve("4.9").description == "4.9.4")
        #expect(try book.cpython.resolve("3.13.5t").description == "3.13.5t")
    }

    @Test func anUnknownVersionIsAnsweredWithTheNearest() {
        #expect(throws: RecipeError.unknownVersion(kind: .cpython, text: "3.9.99", suggestions: ["3.9.25"])) {
            try book.cpython.resolve("3.9.99")
        }
        #expect(throws: RecipeError.unknownVersion(kind: .modWsgi, text: "5.0.9", suggestions: ["5.0.2"])) {
            try book.modWsgi.resolve("5.0.9")
        }
        #expect(throws: RecipeError.self) { try book.cpython.resolve("3.9.2t") }
        #expect(throws: RecipeError.self) { try book.cpython.resolve("latest") }
    }

    @Test func directivesFollowTheVersion() throws {
        func known(_ version: String) throws -> Set<String> {
            book.modWsgi.knownDirectives(of: try #require(Version(version)))
        }
        #expect(try !known("4.9.0").contains("WSGIDestroyInterpreter"))
        #expect(try known("4.9.4").contains("WSGIDestroyInterpreter"))
        #expect(try known("5.0.2").contains("WSGILazyInitialization"))
        #expect(try !known("6.0.0").contains("WSGILazyInitialization"))
    }

    /// Seen with 3.9.2; 2.7 has no such re-initialisation, and in 3.10 `socket.timeout` is `TimeoutError`.
    @Test(
        "what the main interpreter imports first", arguments: [("2.7.18", false), ("3.9.2", true), ("3.10.22", false)])
    func preloads(version: String, isNeeded: Bool) throws {
        let modules = try book.cpython.preloads(for: book.cpython.resolve(version))
        #expect(modules.contains("_socket") == isNeeded)
        #expect(modules.contains("_datetime") == isNeeded)
    }

    @Test func flagsFollowTheSeries() throws {
        func flags(_ version: String) throws -> [String] {
            book.cpython.buildOptions(for: try #require(PythonVersion(version))).configureFlags
        }
        #expect(try flags("2.7.18") == ["--enable-shared", "--without-ensurepip"])
        #expect(try flags("3.13.5t").contains("--disable-gil"))
        #expect(try !flags("3.13.5").contains("--disable-gil"))
        #expect(try flags("3.10.22").contains("--disable-test-modules"))
        #expect(try !flags("3.9.25").contains("--disable-test-modules"))
    }

    /// By the files themselves: 2.7's distutils has no `parallel`, 3.12 has no setup.py, and `*disabled*` is in the
    /// makesetup of 3.9 and not needed where `--disable-test-modules` is.
    @Test(
        "what is told to setup.py",
        arguments: [
            ("2.7.18", []), ("3.9.2", ["Modules/Setup.local", "setup.cfg"]), ("3.11.2", ["setup.cfg"]), ("3.13.5", []),
        ])
    func files(version: String, paths: [String]) throws {
        let options = book.cpython.buildOptions(for: try #require(PythonVersion(version)))
        let files = options.files.map(\.path).filter { $0 != "precompile.mk" }
        #expect(files.sorted() == paths)
        #expect(options.files.allSatisfy { $0.text.hasSuffix("\n") })
    }

    @Test func aUsersFileWins() throws {
        let digest = String(repeating: "ab", count: 32)
        let mine = try CPythonRecipe(
            """
            format: 1
            kind: cpython
            archives:
              mine: {file: "Python-{version}.tar.gz", url: "file:///srv/{series}/{version}"}
            versions:
              "3.13.5": {mine: {sha256: "\(digest)"}}
              "3.15.0": {mine: {sha256: "\(digest)", size: 12}}
            flags:
              - {when: "3.15.*", flags: ["--with-mimalloc"]}
            """, file: "mine.yaml")
        let merged = book.cpython.merging(mine)
        let release = try #require(Version("3.13.5"))
        let source = try #require(merged.table.sources(of: release).first)
        #expect(source.places == [.url("file:///srv/3.13/3.13.5")])
        let flags = merged.buildOptions(for: try #require(PythonVersion("3.15.0"))).configureFlags
        #expect(flags.contains("--with-mimalloc") && flags.contains("--enable-shared"))
        #expect(try merged.resolve("3.15").description == "3.15.0")
    }

    @Test func aUsersVersionIsOneLine() throws {
        let digest = String(repeating: "ab", count: 32)
        let text = "format: 1\nkind: cpython\nversions:\n  \"3.13.99\": {xz: {sha256: \"\(digest)\"}}\n"
        let mine = try CPythonRecipe(text, file: "mine.yaml", extending: book.cpython)
        let release = try #require(Version("3.13.99"))
        #expect(
            book.cpython.merging(mine).table.sources(of: release).first?.places == [
                .url("https://www.python.org/ftp/python/3.13.99/Python-3.13.99.tar.xz")
            ])
    }
}
