import Testing

@testable import MatrixModel

struct PrebuildReportTests {
    private static func result(_ outcome: BuildOutcome, reason: String? = nil) -> BuildResult {
        let node = BuildNode.module(Version("6.1.1")!, python: PythonVersion("3.13.5")!)
        return BuildResult(node, outcome, seconds: 1.5, reason: reason)
    }

    private static func report(_ results: [BuildResult]) -> PrebuildReport {
        PrebuildReport(plan: "p", jobs: 2, seconds: 3.5, results: results)
    }

    @Test(arguments: BuildOutcome.allCases)
    func onlyAFailureThatWasNotExpectedFailsTheRun(outcome: BuildOutcome) {
        #expect(Self.report([Self.result(outcome)]).exitCode == (outcome == .failed ? 1 : 0))
    }

    @Test func theSummaryCountsWhatThereIs() {
        let report = Self.report([.built, .built, .failed, .notReached].map { Self.result($0) })
        #expect(report.summary == "2 built, 1 failed, 1 not-reached")
        #expect(!report.isNothingToDo)
        #expect(Self.report([.cached, .unsupported].map { Self.result($0) }).isNothingToDo)
    }

    @Test func inMarkdownAReasonCannotEndItsBlock() {
        let text = PrebuildMarkdown(Self.report([Self.result(.failed, reason: "a ``` b\nlog: x")])).text
        #expect(text.contains("| mod_wsgi 6.1.1 for Python 3.13.5 | failed | 1.5 s |  |\n"))
        #expect(text.contains("````\na ``` b\nlog: x\n````\n"))
    }

    @Test func inJUnitAFailureFailsAndWhatWasNotTriedIsSkipped() {
        let text = PrebuildJUnit(
            Self.report([
                Self.result(.built), Self.result(.failed, reason: "first <line>\nsecond"),
                Self.result(.notReached, reason: "why"), Self.result(.unsupported, reason: "no"),
            ])
        ).text
        #expect(text.contains("tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"2\" time=\"3.5\""))
        #expect(
            text.contains(
                "<failure type=\"failed\" message=\"first &lt;line&gt;\">first &lt;line&gt;\nsecond</failure>"))
        #expect(text.contains("<skipped type=\"not-reached\" message=\"why\">why</skipped>"))
    }
}
