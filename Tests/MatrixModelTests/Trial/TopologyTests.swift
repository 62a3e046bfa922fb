import Testing

@testable import MatrixModel

struct TopologyTests {
    @Test(arguments: ["standalone", "replica-set", "replica-set-1", "replica-set-5"])
    func readsWhatItWrites(text: String) {
        #expect(Topology(text)?.description == text)
    }

    @Test func aSetHasThreeMembersUnlessSaid() { #expect(Topology("replica-set")?.members == 3) }

    @Test(arguments: ["", "standalone-2", "replica-set-0", "replica-set-8", "replica-set-x"])
    func refusesAnythingElse(text: String) { #expect(Topology(text) == nil) }

    @Test func theMostSeriousFindingIsTheVerdict() {
        let findings = [Finding(.leak, evidence: ""), Finding(.crash, evidence: ""), Finding(.churn, evidence: "")]
        #expect(findings.verdict == .crash)
        #expect([Finding]().verdict == .passed)
    }
}
