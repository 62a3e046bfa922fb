@testable import MatrixModel

/// One result of each outcome.
enum SampleResults {
    static let start = Timestamp(secondsSince1970: 1_795_384_827)  // 2026-11-22T22:00:27Z

    static func cell(_ text: String) -> TrialCell {
        TrialCell(text, defaultTopology: .standalone, defaultDriver: "pymongo-4.20.0")!
    }

    static let hang = ExpectedFailure(
        .shutdownHang, reason: "hangs in Py_EndInterpreter", source: "built here (Debian 12)")

    static var all: [TrialResult] { [passed, failed, expectedFailure, unexpectedPass, unsupported, lost] }

    static var passed: TrialResult {
        var result = TrialResult(
            cell("3.13.5+6.1.1"), findings: [], expected: nil, startedAt: start, seconds: 31.25)
        result.server = TrialResult.Server(kind: "embedded", version: "1", hosts: ["127.0.0.1:27017"])
        result.profile = "quick"
        result.requests = TrialResult.Requests(sent: 2_500, ok: 2_500, failed: [:])
        result.latency = LoadOutcome.Latency(mean: 4.1, p50: 3.9, p90: 5, p99: 9.25, max: 40)
        result.phases = [
            TrialResult.Phase(name: "prime", requests: 1_000, seconds: 12),
            TrialResult.Phase(name: "measure", requests: 1_500, seconds: 15),
        ]
        result.samples = [
            Sample(
                requests: 0, seconds: 0,
                processes: [Sample.Process(pid: 4_242, descriptors: 34, threads: 18, residentKilobytes: 41_000)],
                server: Sample.Server(currentConnections: 23, totalConnections: 25, openCursors: 0))
        ]
        result.limits = TrialResult.Limits(descriptors: 512)
        result.seed = 42
        result.folder = "/srv/runs/1"
        return result
    }

    /// With everything that XML cannot hold, or not as it is.
    static var failed: TrialResult {
        let evidence = "Traceback <b>\"x\" & 'y'</b>]]>\n\tcolour \u{1b}[31m, null \u{0}, bell \u{7}, \u{fffe}, ü, 🐍\r"
        var result = TrialResult(
            cell("3.9.2+4.9.4+embedded+event+replica-set"), findings: [Finding(.failed, evidence: evidence)],
            expected: nil, startedAt: start, seconds: 2)
        result.requests = TrialResult.Requests(sent: 10, ok: 8, failed: [.status: 2])
        return result
    }

    static var expectedFailure: TrialResult {
        TrialResult(
            cell("3.11.2+5.0.2+embedded+event"),
            findings: [Finding(.shutdownHang, evidence: "Apache did not stop by itself", figures: ["seconds": 10])],
            expected: hang, startedAt: start, seconds: 40)
    }

    static var unexpectedPass: TrialResult {
        TrialResult(cell("3.11.2+4.9.4+daemon+event"), findings: [], expected: hang, startedAt: start, seconds: 30)
    }

    static var unsupported: TrialResult {
        .unsupported(cell("2.7.18+6.1.1"), reason: "the headers refuse any Python before 3.10", at: start)
    }

    static var lost: TrialResult {
        .lost(cell("3.13.5+6.1.1+embedded"), reason: "interrupted", startedAt: start, seconds: 1.5)
    }
}
