import Testing

@testable import MatrixModel

struct FindingTests {
    @Test(arguments: [(511, false), (512, true)])
    func halfOfTheDescriptorsWhilePrimingIsALeak(descriptors: Int, isLeak: Bool) {
        func sample(_ requests: Int, _ descriptors: Int) -> Sample {
            Sample(
                requests: requests, seconds: 1,
                processes: [
                    .init(pid: 7, descriptors: descriptors, threads: 1, residentKilobytes: 1),
                    .init(pid: 8, descriptors: 20, threads: 1, residentKilobytes: 1),
                ], server: nil)
        }
        let finding = Finding.exhaustion(from: sample(0, 12), to: sample(250, descriptors), limit: 1024)
        #expect((finding?.kind == .leak) == isLeak)
        guard let finding else { return }
        #expect(finding.figures == ["slope": 2, "rise": 500, "requests": 250, "limit": 1024])
        #expect(finding.evidence.contains("Process 7 held 12 descriptors"))
    }

    @Test func requestsThatAreNotAnsweredOnceMongoDBIsBackAreAHang() {
        let last = LoadOutcome(
            sent: 1, ok: 0, failed: [.timeout: 1], firstFailures: [.timeout: "no whole answer within 15 s"],
            okByURL: [:],
            latency: .init(mean: 0, p50: 0, p90: 0, p99: 0, max: 0), seconds: 15, seed: 1, isComplete: false)
        let finding = Finding.noRecovery(afterFailures: 100, seconds: 15.2, last: last, stacks: "frame")
        #expect(finding.kind == .hang)
        #expect(finding.figures == ["failuresBefore": 100, "seconds": 15.2, "timeouts": 1])
        #expect(
            finding.evidence == "MongoDB went away, 100 requests failed, MongoDB came back, and 15 s later requests "
                + "still are not answered: no whole answer within 15 s; what the workers were at:\nframe")
    }

    private static let segfault =
        "[core:notice] [pid 7:tid 7] AH00052: child pid 4242 exit signal Segmentation fault (11)"

    // The lines are those of Apache 2.4 (AH00051, AH00052), mod_wsgi 4.9.4 and mod_wsgi 6.1.1.
    @Test(
        arguments: [
            (segfault, 4_242, 11),
            ("AH00051: child pid 12 exit signal Aborted (6), possible coredump in /tmp/a (1)", 12, 6),
            ("mod_wsgi (pid=77): Process 'wsgimatrix' terminated by signal 11", 77, 11),
            ("WSGI0123: Process 'wsgimatrix' (pid=78) terminated by signal 9", 78, 9),
            ("Process 'wsgimatrix' (pid=79) terminated normally, exit code 1", 79, nil),
        ] as [(String, Int32, Int32?)])
    func aDeathIsReadFromTheLog(line: String, pid: Int32, signal: Int32?) throws {
        let death = try #require(ChildDeath(line))
        #expect(death.pid == pid && death.signal == signal)
    }

    @Test(arguments: [
        "mod_wsgi (pid=77): Process 'wsgimatrix' has died but server is being stopped, deregister it.",
        "mod_wsgi (pid=77): Starting process 'wsgimatrix' with uid=33, gid=33 and threads=15.",
        "AH00163: Apache/2.4 configured -- resuming normal operations", "",
    ])
    func otherLinesAreNoDeath(line: String) { #expect(ChildDeath(line) == nil) }

    @Test func aCrashIsToldThoughAllResponsesWereGood() throws {
        let findings = Finding.crashes(
            before: [4_242, 5], after: [5, 4_300], log: ["a line", Self.segfault], backtraces: [4_242: "#0 accept ()"],
            allAnswered: true)
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.kind == .crash)
        #expect(
            finding.evidence
                == "Worker process 4242 died of SIGSEGV (11), and process 4300 took its place; all responses were good, so "
                + "no client has noticed; the server's log: \(Self.segfault); backtrace:\n#0 accept ()")
        #expect(finding.figures == ["pid": 4_242, "signal": 11, "successor": 4_300])
    }

    @Test func aProcessThatDiedBetweenTwoLooksIsInTheLog() {
        let findings = Finding.crashes(
            before: [5], after: [5], log: [Self.segfault, Self.segfault], allAnswered: false)
        #expect(findings.map(\.figures) == [["pid": 4_242, "signal": 11]])
        #expect(Finding.crashes(before: [5, 6], after: [6, 5], log: ["x"], allAnswered: true).isEmpty)
    }

    private func load(_ failed: [LoadFailure: Int], _ first: [LoadFailure: String]) -> LoadOutcome {
        LoadOutcome(
            sent: 1_000, ok: 1_000 - failed.values.reduce(0, +), failed: failed, firstFailures: first, okByURL: [:],
            latency: .init(mean: 1, p50: 1, p90: 1, p99: 1, max: 1), seconds: 1, seed: 1, isComplete: true)
    }

    @Test func eachKindOfFailureIsShownWithItsFirst() throws {
        let load = load([.status: 3, .reset: 1], [.status: "500 Internal\nServer Error", .reset: "after 12 ms"])
        let findings = Finding.findings(of: load, phase: "prime", timeout: .seconds(15))
        #expect(findings.map(\.kind) == [.failed])
        #expect(
            findings[0].evidence
                == "4 of 1,000 requests failed (prime): 1 reset, the first: after 12 ms; 3 non-200, the first: 500 "
                + "Internal Server Error")
        #expect(findings[0].figures == ["failed": 4, "sent": 1_000, "ok": 996, "non-200": 3, "reset": 1])
    }

    @Test func aTimeOutIsAHangAndForeignTypesAreAnIsolation() {
        let load = load(
            [.timeout: 2, .wrongBody: 5],
            [.timeout: "/interpreter1", .wrongBody: "Traceback: isolation: _id is another interpreter's ObjectId"])
        let findings = Finding.findings(of: load, phase: "measure", timeout: .seconds(15), stacks: "Thread 1")
        #expect(findings.map(\.kind) == [.hang, .isolation])
        #expect(findings.verdict == .hang)
        #expect(
            findings[0].evidence
                == "2 of 1,000 requests had no answer within 15 s (measure), after 993 good ones; the first: "
                + "/interpreter1; what the workers were at:\nThread 1")
        #expect(
            findings[1].evidence == "A sub-interpreter met objects of another one's classes in 5 of 1,000 requests: "
                + "_id is another interpreter's ObjectId")
    }

    @Test func aLoadWithoutFailuresIsNoFinding() {
        #expect(Finding.findings(of: load([:], [:]), phase: "measure", timeout: .seconds(15)).isEmpty)
        #expect(Finding.findings(of: load([.reset: 0], [:]), phase: "measure", timeout: .seconds(15)).isEmpty)
    }

    @Test(arguments: [(2.5, false, false), (2.6, false, true), (0.4, true, true)])
    func aStopIsAHangWhenItIsSlowOrForced(seconds: Double, killed: Bool, isHang: Bool) {
        #expect((Finding.shutdownHang(seconds: seconds, killed: killed) != nil) == isHang)
    }

    @Test(arguments: [
        (0.3, "the application or its driver has to do with it"),
        (3.0, "the application and its driver are not the cause"),
    ])
    func aStopWithoutTheDriverTellsWhomToBlame(without: Double, words: String) throws {
        let finding = try #require(Finding.shutdownHang(seconds: 3.1, killed: false, withoutDriver: without))
        #expect(finding.evidence.hasPrefix("Apache took 3.1 s to stop, more than 2.5 s"))
        #expect(finding.evidence.hasSuffix(words))
    }

    @Test func aMissingExtensionNamesTheInterpreters() throws {
        #expect(Finding.noCExtension(in: [], of: 2, driver: "pymongo-4.20.0") == nil)
        let finding = try #require(Finding.noCExtension(in: ["interpreter2"], of: 2, driver: "pymongo-4.20.0"))
        #expect(
            finding.evidence.hasPrefix(
                "`has_c()` of pymongo-4.20.0 is false in 1 of 2 sub-interpreters (`interpreter2`)"))
    }
}
