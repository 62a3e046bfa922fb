import MatrixModel
import MatrixStore
import MatrixTestSupport
import Testing

@Suite struct PrunePlanTests {
    private let now = Duration.days(20_000)

    /// An entry of 10 bytes that was used so many days ago.
    private func candidate(
        _ digit: String, _ kind: EntryKind = .python, _ label: String = "3.13.5", days: Int, python: String? = nil
    ) -> PrunePlan.Candidate {
        PrunePlan.Candidate(
            entry: EntrySummary(
                kind: kind, key: key(digit), label: label, bytes: 10, buildSeconds: 1, published: "",
                lastUsed: now - .days(days)),
            python: python.map(key))
    }

    private func key(_ digit: String) -> BuildKey { BuildKey(String(repeating: digit, count: 32))! }

    private func plan(
        _ candidates: [PrunePlan.Candidate], _ rules: PruneRules, pinned: [String: String] = [:], now: Duration? = nil
    ) -> PrunePlan {
        PrunePlan(
            candidates, pinned: Dictionary(uniqueKeysWithValues: pinned.map { (key($0.key), $0.value) }), rules: rules,
            now: now ?? self.now)
    }

    private func digits(_ entries: [EntrySummary]) -> String { entries.map { $0.key.text.prefix(1) }.joined() }

    @Test func withoutARuleNothingGoes() {
        #expect(plan([candidate("1", days: 900)], PruneRules()).removed.isEmpty)
    }

    @Test func keepCountsWithinALabelByLastUse() {
        let entries = [
            candidate("1", days: 3), candidate("2", days: 1), candidate("3", days: 2),
            candidate("4", .python, "3.9.2", days: 9),
        ]
        #expect(digits(plan(entries, PruneRules(keep: 2)).removed) == "1")
        #expect(digits(plan(entries, PruneRules(keep: 0)).removed) == "4132")
    }

    @Test func keepProtectsWhatIsOld() {
        let entries = [candidate("1", days: 50), candidate("2", days: 40), candidate("3", .driver, "4.8", days: 0)]
        let plan = plan(entries, PruneRules(keep: 1, olderThan: .days(30)))
        #expect(digits(plan.removed) == "1")
    }

    @Test func whatIsOldGoesAndWhatIsYoungStays() {
        let entries = [candidate("1", days: 31), candidate("2", days: 29), candidate("3", days: 0)]
        #expect(digits(plan(entries, PruneRules(olderThan: .days(30))).removed) == "1")
    }

    @Test(arguments: [0, 24_855]) func aWrongClockMakesNothingYoungOld(day: Int) {
        let entries = [candidate("1", days: 2), candidate("2", days: 0)]
        let plan = plan(entries, PruneRules(olderThan: .days(30)), now: .days(day))
        #expect(plan.removed.isEmpty)
    }

    @Test func aPythonStaysWhileWhatNeedsItStays() {
        let entries = [
            candidate("1", days: 90), candidate("2", .modWsgi, "6.1.1 for Python 3.13.5", days: 1, python: "1"),
        ]
        let plan = plan(entries, PruneRules(olderThan: .days(30)))
        #expect(plan.removed.isEmpty)
        #expect(plan.kept.map(\.reason) == ["mod_wsgi 6.1.1 for Python 3.13.5 needs it"])
    }

    @Test func aPythonGoesWithTheLastThatNeedsIt() {
        let entries = [
            candidate("1", days: 90), candidate("2", .modWsgi, "6.1.1", days: 80, python: "1"),
            candidate("3", .driver, "4.8.0", days: 0),
        ]
        #expect(digits(plan(entries, PruneRules(olderThan: .days(30))).removed) == "21")
    }

    @Test func whatIsPinnedStaysWithTheReason() {
        let entries = [candidate("1", days: 90), candidate("2", days: 0)]
        let plan = plan(entries, PruneRules(olderThan: .days(30), maximum: ByteCount(0)), pinned: ["1": "Apache"])
        #expect(digits(plan.removed) == "2")
        #expect(plan.kept.map(\.reason) == ["Apache"])
    }

    @Test func aSizeTakesTheLeastRecentlyUsedFirst() {
        let entries = [candidate("1", days: 1), candidate("2", days: 3), candidate("3", days: 2)]
        #expect(digits(plan(entries, PruneRules(maximum: ByteCount(20))).removed) == "2")
        #expect(digits(plan(entries, PruneRules(maximum: ByteCount(19))).removed) == "23")
        #expect(plan(entries, PruneRules(maximum: ByteCount(30))).removed.isEmpty)
    }

    @Test func aSizeTakesModulesBeforeTheirPython() {
        let entries = [candidate("1", days: 9), candidate("2", .modWsgi, "6.1.1", days: 1, python: "1")]
        #expect(digits(plan(entries, PruneRules(maximum: ByteCount(15))).removed) == "2")
        #expect(digits(plan(entries, PruneRules(maximum: ByteCount(5))).removed) == "21")
    }
}
