import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixCommands

@Suite("The progress of a prebuild") struct ProgressTests {
    private static let python = BuildNode.python(PythonVersion("3.13.5")!)
    private static let module = BuildNode.module(Version("6.1.1")!, python: PythonVersion("3.13.5")!)
    private static let events: [BuildEvent] = [
        .planned(found: [], missing: [(python, .seconds(90)), (module, .seconds(10))]), .fetching("mod_wsgi 6.1.1"),
        .started(python), .step(python, .queued), .step(python, .began("configure")),
    ]

    @Test("is a line for each build and a bar for all, in a recorded terminal")
    func lines() {
        var status = PrebuildStatus()
        for event in Self.events { status.note(event, at: .seconds(1)) }
        func lines(at seconds: Int) -> [String] {
            ProgressLines(status: status, now: .seconds(seconds), jobs: 2, jobsInUse: 1).lines
        }
        // 45 of 100 seconds of work are done after 45: at this pace 55 are left.
        #expect(
            lines(at: 46) == [
                "Python 3.13.5  45 s  configure", "fetching mod_wsgi 6.1.1",
                "[##########--------------] 0 of 2 builds, 1 of 2 jobs, about 55 s to go",
            ])
        status.note(.fetched("mod_wsgi 6.1.1"), at: .seconds(50))
        status.note(.finished(Self.python, .failed(CancellationError())), at: .seconds(91))
        status.note(.finished(Self.module, .notReached("why")), at: .seconds(91))
        #expect(lines(at: 91) == [])
    }

    @Test("has the last line that a build printed, where that is asked for")
    func output() {
        var status = PrebuildStatus()
        for event in Self.events + [.step(Self.python, .logs("/logs/python"))] { status.note(event, at: .zero) }
        let lines = ProgressLines(status: status, now: .zero, jobs: 2, jobsInUse: 1) { "checking for \($0)... yes" }
        #expect(
            lines.lines.prefix(2) == ["Python 3.13.5  0 s  configure", "  checking for /logs/python... yes"])
    }

    @Test("names the builds that failed, and goes when all have ended")
    func failures() throws {
        var status = PrebuildStatus()
        for event in Self.events { status.note(event, at: .zero) }
        status.note(.finished(Self.python, .failed(CancellationError())), at: .seconds(90))
        let line = try #require(ProgressLines(status: status, now: .seconds(90), jobs: 2, jobsInUse: 1).lines.last)
        #expect(line.contains("1 of 2 builds, 1 failed, 1 of 2 jobs"))
    }

    @Test("at its beginning is estimated by what builds take, divided by the jobs")
    func beginning() {
        var status = PrebuildStatus()
        for event in Self.events.prefix(3) { status.note(event, at: .zero) }
        #expect(status.share(at: .seconds(30)) == 0)
        #expect(status.timeLeft(at: .zero, jobs: 4) == .seconds(25))
    }

    @Test("a build that takes longer than was thought does not fill the bar")
    func slow() {
        var status = PrebuildStatus()
        for event in Self.events { status.note(event, at: .zero) }
        #expect(status.share(at: .seconds(100_000)) < 0.9)
        #expect(status.timeLeft(at: .seconds(100_000), jobs: 2) ?? .zero > .zero)
    }

    @Test("in a pipe is a line a step, and one JSON object a line for machines", arguments: [true, false])
    func words(isJSON: Bool) async throws {
        let notes = Recorder<String>()
        var console = Console.silent
        console.note = { notes.append($0) }
        let teller = try ProgressTeller(
            console: console, clock: ContinuousClock(), form: isJSON ? .json : nil, jobserver: Jobserver(tokens: 2),
            timeline: nil)
        for event in Self.events { teller.note(event) }
        teller.console.note("a word")
        teller.note(.step(Self.python, .waits(holder: "pid 7")))
        guard isJSON else {
            #expect(
                notes.elements == [
                    "2 to build, 0 in the store", "Python 3.13.5: configure", "a word",
                    "Python 3.13.5: waits for pid 7, which builds it",
                ])
            return
        }
        struct Line: Decodable {
            var event: String
            var build: String?
            var text: String?
        }
        let lines: [Line] = try notes.elements.map { try decodeJSON($0) }
        #expect(
            lines.map(\.event) == ["planned", "fetching", "started", "queued", "step", "note", "waits"])
        #expect(lines[4].build == "Python 3.13.5")
        #expect(lines[5].text == "a word")
    }

    @Test(
        "a length of time reads well",
        arguments: zip([0, 59, 60, 3599, 3600, 7505], ["0 s", "59 s", "1:00", "59:59", "1:00:00", "2:05:05"]))
    func durations(seconds: Int, text: String) {
        #expect(ProgressLines.text(.seconds(seconds)) == text)
    }
}

struct PrebuildOptionsTests {
    @Test(arguments: zip(["800M", "4G", "1.5g", "1048576"], [800 << 20, 4 << 30, 3 << 29, 1 << 20] as [Int64]))
    func aSizeIsRead(text: String, bytes: Int64) { #expect(ByteCount(text)?.bytes == bytes) }

    @Test(arguments: ["", "M", "-1G", "0", "4GB", "1..5G", "1e3"])
    func whatIsNoSizeIsRefused(text: String) { #expect(ByteCount(text) == nil) }

    @Test(arguments: zip([nil, "1G", "100M"] as [String?], [8, 2, 1]))
    func memoryLimitsTheJobs(memory: String?, jobs: Int) {
        #expect(PrebuildOptions.jobs(8, fitting: memory.flatMap { ByteCount($0) }) == jobs)
    }
}
