import Testing

@testable import MatrixModel

struct OutcomeTests {
    private let known = ExpectedFailure(.shutdownHang, reason: "hangs in Py_EndInterpreter", source: "built here")

    @Test(
        arguments: [
            ([], false, Outcome.passed), ([], true, .unexpectedPass), ([.leak], false, .failed),
            ([.leak], true, .failed),
            ([.shutdownHang], true, .expectedFailure), ([.shutdownHang], false, .failed),
            ([.shutdownHang, .leak], true, .failed), ([.shutdownHang, .shutdownHang], true, .expectedFailure),
        ] as [([Verdict], Bool, Outcome)])
    func onlyWhatWasExpectedIs(found: [Verdict], isKnown: Bool, outcome: Outcome) {
        let findings = found.map { Finding($0, evidence: "") }
        #expect(Outcome(findings.verdict, findings: findings, expected: isKnown ? known : nil) == outcome)
    }

    /// Something less serious than what was expected is not excused by it.
    @Test func aSecondFindingIsNotExcused() {
        let findings = [Finding(.leak, evidence: ""), Finding(.shutdownHang, evidence: "")]
        let leak = ExpectedFailure(.leak, reason: "", source: "")
        #expect(Outcome(findings.verdict, findings: findings, expected: leak) == .failed)
    }

    @Test func whatWasNotTestedIsNeitherGoodNorBad() {
        #expect(Outcome(.unsupported, findings: [], expected: known) == .unsupported)
        #expect(Outcome(.lost, findings: [], expected: known) == .lost)
        #expect(!Outcome.unsupported.isProblem && Outcome.lost.isProblem && Outcome.unexpectedPass.isProblem)
    }
}
