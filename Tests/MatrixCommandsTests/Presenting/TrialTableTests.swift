import MatrixModel
import Testing

@testable import MatrixCommands

@Suite struct TrialTableTests {
    @Test func eachCellHasALineAndEachProblemItsParagraph() throws {
        let now = Timestamp(secondsSince1970: 0)
        func cell(_ text: String) throws -> TrialCell {
            try #require(TrialCell(text, defaultTopology: .standalone, defaultDriver: "pymongo-4.20.0"))
        }
        var passed = TrialResult(try cell("3.13.5+6.1.1"), findings: [], expected: nil, startedAt: now, seconds: 31.25)
        passed.requests = TrialResult.Requests(sent: 2_500, ok: 2_500, failed: [:])
        passed.phases = [
            TrialResult.Phase(name: "measure", requests: 1_500, seconds: 2),
            TrialResult.Phase(name: "stop", requests: 0, seconds: 0.3),
        ]
        passed.latency = LoadOutcome.Latency(mean: 4, p50: 4, p90: 5, p99: 9.25, max: 40)
        passed.server = TrialResult.Server(kind: "embedded", version: "1", hosts: [])
        let leaking = TrialResult(
            try cell("2.7.18+4.9.4+embedded"), findings: [Finding(.leak, evidence: "Descriptors leak\nand leak")],
            expected: nil, startedAt: now, seconds: 20)
        #expect(
            TrialTable(report: TrialReport([passed, leaking])).text == """
                cell                                                   verdict  outcome  requests   rate  p99 ms  time    server
                3.13.5+6.1.1+daemon+event+standalone+pymongo-4.20.0    passed   passed   2500/2500  750   9.3     31.3 s  embedded
                2.7.18+4.9.4+embedded+event+standalone+pymongo-4.20.0  leak     failed   0/0                      20 s

                1 passed, 1 failed

                2.7.18+4.9.4+embedded+event+standalone+pymongo-4.20.0: failed
                  leak: Descriptors leak
                  and leak
                """)
    }

    @Test func withoutCellsThereIsNoTable() { #expect(TrialTable(report: TrialReport([])).text == "no cells") }
}
