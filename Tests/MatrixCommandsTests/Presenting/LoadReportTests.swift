import MatrixModel
import Testing

@testable import MatrixCommands

@Suite struct LoadReportTests {
    private let good = LoadOutcome(
        sent: 1000, ok: 1000, failed: [:], firstFailures: [:], okByURL: ["http://b": 480, "http://a": 520],
        latency: .init(mean: 1.004, p50: 0.996, p90: 2.5, p99: 10, max: 1234.5), seconds: 4, seed: 7, isComplete: true)

    @Test func aGoodLoadIsToldByURLWithItsRateAndItsSeed() {
        #expect(
            LoadReport(good).text == """
                1000 sent, 1000 ok, 0 failed

                url       ok
                http://a  520
                http://b  480

                latency, ms  mean  p50  p90  p99  max
                             1     1    2.5  10   1,234.5

                250 requests a second for 4 s, seed 7
                """)
    }

    @Test func failuresAreToldByKindWithTheFirstOfEach() {
        var bad = good
        bad.ok = 990
        bad.failed = [.status: 4, .refused: 1]
        bad.firstFailures = [.status: "`http://a`: status 500, no body", .refused: "`http://b`: Connection refused"]
        bad.isComplete = false
        let lines = LoadReport(bad).text.split(separator: "\n").prefix(4)
        #expect(
            lines == [
                "1000 sent, 990 ok, 5 failed", "  refused: 1, the first: `http://b`: Connection refused",
                "  non-200: 4, the first: `http://a`: status 500, no body", "  stopped early, 5 were under way",
            ])
    }
}
