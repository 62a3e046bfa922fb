import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixCommands

@Suite struct ErrorReportTests {
    private static let step = BuildError.stepFailed(
        label: "Python 3.13.5", step: "make", status: "exited(2)", cause: "a.c:1: error: what", log: "/s/logs/a.log")
    private static let cell = Cell("3.13.5+6.1.1")!

    // An array a code: one table of all is too much for the type checker.
    private static let failed: [any Error] = [
        step,
        BuildError.checkFailed(label: "a", reason: "b", log: "/l"),
        BuildError.notBuilt(kind: .cpython, version: "3.4.10", reason: "no mirror has it"),
        StoreError.noGeneration(cell),
        StoreError.nothingActive,
        ServerError.startFailed(errors: [], log: "/l"),
        LoadError.broken("x"),
    ]
    private static let unavailable: [any Error] = [
        BuildError.headersMissing(label: "a", []),
        BuildError.toolMissing("gcc", debianPackage: "build-essential"),
        BuildError.toolFailed(command: "gcc -v", reason: "killed"),
        ServerError.apacheMissing,
        FetchError.unavailable([]),
        FetchError.offline(missing: ["a.tgz"], folder: "/s"),
        DownloadError.status(url: "http://a", 404),
        ProcessError.cannotStart(executable: "gcc", reason: "x"),
        LoadError.tooFewDescriptors(needed: 200, used: 10, limit: 64),
    ]
    private static let usage: [any Error] = [
        RecipeError.unknownVersion(kind: .cpython, text: "3.99", suggestions: []),
        CommandError.notACell("x"),
        LoadError.notAURL("x"),
    ]
    private static let badData: [any Error] = [
        RecipeError.notYAML(file: "a.yaml", line: 1, detail: "what"),
        RecipeError.unknownKey(file: "a.yaml", line: 1, key: "b", known: []),
        CommandError.noRecipes("/r"),
        CommandError.noUserRecipes("/r"),
        CommandError.recipeUnreadable("/r", reason: "x"),
        ArchiveError.damaged("cut short"),
    ]
    private static let cannotWrite: [any Error] = [
        StoreError.notWritable("/s", .permissionDenied),
        BuildError.noRoom(label: "a", "/s", free: ByteCount(1), needed: ByteCount(2)),
        StoreError.foreignOwner("/s", owner: 0, user: 1000),
        StoreError.laterFormat("/s/a.json", version: 2),
        StoreError.notOurs("/m/wsgimatrix.load"),
        StoreError.cannotPlace("/m", .permissionDenied),
        ServerError.runFolderUnusable("/r", reason: "x"),
        ArchiveError.cannotWrite("/s", .noSpace),
        DownloadError.fileSystemFull("/s", needed: nil),
        DownloadError.cannotWrite("/s", .readOnlyFileSystem),
        FileError.failed(.write, "/s", .noSpace),
    ]
    private static let tryAgain: [any Error] = [
        ServerError.portTaken(80, owner: nil),
        ServerError.defaultPortTaken(27017, owner: nil),
        ServerError.stillEnabled("/e/mods-enabled/wsgimatrix.load"),
        FileLockError.heldByAnother("/s", holder: "pid 1"),
    ]
    private static let interrupted: [any Error] = [
        CancellationError()
    ]

    @Test(
        arguments: [
            (1, failed), (64, usage), (65, badData), (69, unavailable), (73, cannotWrite), (75, tryAgain),
            (130, interrupted),
        ] as [(Int32, [any Error])])
    func theExitCodeTellsAScriptWhatKindItIs(code: Int32, errors: [any Error]) throws {
        for error in errors {
            let report = try #require(ErrorReport(error))
            #expect(report.exitCode == code, "\(error)")
            #expect(report.lines[0].hasPrefix("error: "))
            #expect(report.lines[0].last != ".", "\(error)")
        }
    }

    @Test func whatTheParserThrowsIsLeftToIt() {
        struct Unknown: Error {}
        #expect(ErrorReport(Unknown()) == nil)
    }

    @Test func theCauseTheLogAndTheHintHaveLinesOfTheirOwn() throws {
        let lines = Recorder<String>()
        var console = Console.silent
        console.note = { lines.append($0) }
        try #require(ErrorReport(Self.step)).present(on: console)
        #expect(
            lines.elements == [
                "error: building Python 3.13.5 failed in make (exited(2))", "caused by: a.c:1: error: what",
                "log: /s/logs/a.log", "", "hint: the build folder stays for a look with `--keep`",
            ])
    }

    @Test(arguments: [
        (
            StoreError.noGeneration(cell) as any Error,
            "wsgimatrix provision 3.13.5 6.1.1 --mode daemon --mpm event"
        ),
        (FileError.failed(.write, "/s", .noSpace), "make room, or name another store with `--cache DIR`"),
        (
            DownloadError.fileSystemFull("/s", needed: ByteCount(1)),
            "make room, or name another store with `--cache DIR`"
        ),
        (
            FetchError.offline(missing: ["a.tgz"], folder: "/s"),
            "without `--offline` it is downloaded; `wsgimatrix fetch --to DIR` brings it where there is a network, for `--mirror DIR` here"
        ),
        (BuildError.toolMissing("gcc", debianPackage: "build-essential"), "apt-get install build-essential"),
        (
            RecipeError.unknownVersion(kind: .modWsgi, text: "9", suggestions: []),
            "`wsgimatrix list --available` shows all mod_wsgi releases that the recipes know"
        ),
    ])
    func theHintIsTheCommandThatMendsIt(error: any Error, hint: String) throws {
        #expect(try #require(ErrorReport(error)).hint == hint)
    }

    @Test func anErrorWithoutAHintPrintsNoEmptyLine() throws {
        let lines = Recorder<String>()
        var console = Console.silent
        console.note = { lines.append($0) }
        try #require(ErrorReport(CancellationError())).present(on: console)
        #expect(lines.elements == ["error: CancellationError()"])
    }
}
