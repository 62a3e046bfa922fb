import Testing

@testable import MatrixModel

struct PlanNarrowingTests {
    private let plan: Plan
    private let fixture: PlanFixture

    init() throws {
        fixture = try PlanFixture()
        plan = try fixture.plan("all")
    }

    private func pythons(_ texts: String...) throws -> [String] {
        var seen: Set<String> = []
        return try plan.narrowed(by: PlanNarrowing(pythons: texts)).cells.map { "\($0.served.python)" }
            .filter { seen.insert($0).inserted }
    }

    // Values of the axis in recipes/matrix.yaml.
    @Test(arguments: [
        (">=3.13", ["3.14.8", "3.13.16", "3.13.5"]), (">=3.8,<3.10", ["3.9.25", "3.9.2", "3.8.20"]),
        ("<3.0,3.14.*", ["3.14.8", "2.7.18"]), ("3.13.*t", ["3.13.5t"]), ("3.13", ["3.13.16"]), ("3.13.5", ["3.13.5"]),
        ("3.13t", ["3.13.5t"]), ("3.9.2, 3.9.25", ["3.9.25", "3.9.2"]), ("3", ["3.14.8"]),
    ])
    func aRangeIsReadAsItsCommasSay(text: String, expected: [String]) throws {
        #expect(try pythons(text) == expected)
    }

    @Test func anOptionGivenTwiceIsAnAlternative() throws {
        #expect(try pythons("<3.0", ">=3.14") == ["3.14.8", "2.7.18"])
    }

    @Test func theNewestIsThatOfThePlanAndNotOfTheRecipes() throws {
        let narrowed = try fixture.plan("default").narrowed(by: PlanNarrowing(pythons: ["3.13"]))
        #expect(Set(narrowed.cells.map { "\($0.served.python)" }) == ["3.13.5"])
    }

    @Test func bothAxesMustHold() throws {
        let narrowed = try plan.narrowed(by: PlanNarrowing(pythons: ["3.9.2"], modWsgis: ["4.9.*,6.*"]))
        #expect(Set(narrowed.cells.map { "\($0.served.modWsgi)" }) == ["6.1.1", "6.0.6", "4.9.4"])
        #expect(narrowed.rows.count == 3 * 12)
    }

    @Test func nothingNarrowsNothing() throws { #expect(try plan.narrowed(by: PlanNarrowing()) == plan) }

    @Test(arguments: [">=", "3.x", "", "3.9,,3.10", "=3.9"])
    func whatIsNoRangeIsRefused(text: String) {
        #expect(throws: PlanError.notARange(option: "--python", text)) { try pythons(text) }
    }

    @Test func aValueThatThePlanDoesNotHaveIsToldEvenBesideAnother() throws {
        let plan = try fixture.plan("generations")
        #expect(
            throws: PlanError.noValue(
                option: "--python", "3.12", known: ["3.13.5", "3.11.2", "3.9.2", "2.7.18"])
        ) {
            try plan.narrowed(by: PlanNarrowing(pythons: ["3.13,3.12"]))
        }
        #expect(throws: PlanError.noValue(option: "--mod-wsgi", ">=7", known: ["6.1.1", "4.9.4"])) {
            try plan.narrowed(by: PlanNarrowing(modWsgis: [">=7"]))
        }
    }

    @Test func whatOnlyTogetherLeavesNothingIsToldAsThat() throws {
        let plan = try fixture.plan("generations")
        #expect(throws: PlanError.nothingLeft(option: "--mod-wsgi", "6.*", after: "--python")) {
            try plan.narrowed(by: PlanNarrowing(pythons: ["2.7.18"], modWsgis: ["6.*"]))
        }
    }

    @Test(arguments: [
        (["3.13.5"], 4), (["3.13.5+6.1.1"], 4), (["embedded"], 8), (["6.1.1+embedded"], 4),
        (["replica-set", "2.7.18"], 10),
        (["2.7.18+4.9.4+daemon+event+standalone+pymongo-3.13.0"], 1), (["pymongo-3.13.0"], 4),
    ])
    func onlyTakesWholeWordsOfNames(parts: [String], count: Int) throws {
        let plan = try fixture.plan("generations")
        let narrowed = try plan.narrowed(by: PlanNarrowing(only: parts))
        #expect(narrowed.rows.count == count)
        #expect(narrowed.rows == plan.rows.filter(narrowed.rows.contains), "in the plan's order")
    }

    @Test(arguments: [
        ("3.13.4+6.1.1", "3.13.5+6.1.1"), ("embeded", "embedded"), ("pymongo-4.2.0", "pymongo-4.20.0"),
        ("3.13", "3.13.5"),
        ("2.7.18+4.9.4+daemon+event+standalone+pymongo-3.13.1", "2.7.18+4.9.4+daemon+event+standalone+pymongo-3.13.0"),
    ])
    func aNameThatIsNotThereIsAnsweredWithTheNearest(name: String, meant: String) throws {
        let plan = try fixture.plan("generations")
        let error = #expect(throws: PlanError.self) { try plan.narrowed(by: PlanNarrowing(only: ["2.7.18", name])) }
        guard case .notInPlan(name, let nearest) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(nearest.first == meant && nearest.count <= 3)
    }

    @Test(arguments: ["", "+", "1+2+3+4+5+6+7"]) func whatCanBeNoNameHasNoNearest(name: String) {
        #expect(throws: PlanError.notInPlan(name, nearest: [])) { try plan.narrowed(by: PlanNarrowing(only: [name])) }
    }
}
