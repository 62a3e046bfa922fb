import Testing

@testable import MatrixModel

/// A matrix that is wrong is refused with its file, its line and what was expected; what is right says what was meant.
struct MatrixRecipeTests {
    private func matrix(_ lines: String, on base: MatrixRecipe? = nil) throws -> MatrixRecipe {
        try MatrixRecipe(PlanFixture.small + lines, file: "matrix.yaml", extending: base)
    }

    private func refusal(_ text: String) -> RecipeError? {
        #expect(throws: RecipeError.self) { try MatrixRecipe(text, file: "matrix.yaml") }
    }

    @Test func anAxisValueThatIsNone() {
        #expect(
            refusal(PlanFixture.small.replacing("[daemon, embedded]", with: "[daemon, standalone]"))
                == .unexpected(
                    file: "matrix.yaml", line: 6, path: "axes.mode[1]", expected: "`daemon` or `embedded`",
                    found: "`standalone`"))
    }

    @Test func anAxisThatIsMissing() {
        let text = PlanFixture.small.replacing("  topology: [standalone]\n", with: "")
        guard case .unexpected("matrix.yaml", 4, "axes.topology", "a list of values", "nothing") = refusal(text) else {
            Issue.record("another error")
            return
        }
    }

    @Test func anAxisThatIsUnknown() {
        let text = PlanFixture.small + "exclude:\n  - {pyton: \"3.13.5\", reason: \"a\"}\n"
        guard case .unknownKey("matrix.yaml", 11, "pyton", _) = refusal(text) else {
            Issue.record("another error")
            return
        }
    }

    @Test func aSelectionThatMeetsNothing() {
        let text =
            PlanFixture.small
            + "selections:\n  night:\n    why: \"a\"\n    cells:\n      - {python: \"3.13.5\"}\n      - {python: \"3.12.*\"}\n"
        #expect(
            refusal(text)
                == .unexpected(
                    file: "matrix.yaml", line: 15, path: "selections.night.cells[1].python",
                    expected: "something that a value of the axis `python` meets", found: "`3.12.*`"))
    }

    @Test(arguments: ["passed", "lost", "leaks"]) func aVerdictThatNoFailureHas(verdict: String) {
        let row = "expected:\n  - {python: \"*\", verdict: \(verdict), reason: \"a\", source: \"b\"}\n"
        guard
            case .unexpected("matrix.yaml", 11, "expected[0].verdict", _, "`\(verdict)`") = refusal(
                PlanFixture.small + row)
        else {
            Issue.record("another error")
            return
        }
    }

    @Test func anExclusionNeedsItsReason() {
        guard
            case .unexpected("matrix.yaml", 11, "exclude[0].reason", _, "nothing") = refusal(
                PlanFixture.small + "exclude:\n  - {mpm: prefork}\n")
        else {
            Issue.record("another error")
            return
        }
    }

    @Test func whatIsExcludedIsNotPlanned() throws {
        let matrix = try matrix(
            """
            exclude:
              - {mode: embedded, mpm: prefork, reason: "a"}
              - {python: "<3.0", mod_wsgi: ">=6.0.0", reason: "b"}
            selections: {all: {why: "all", cells: [{}]}}
            """)
        let cells = try PlanFixture().plan("all", of: matrix).cells
        // 2 × 2 × 2 × 2, less 4 of the first line and 4 - 1 of the second.
        #expect(cells.count == 9)
        #expect(!cells.contains { $0.served.mode == .embedded && $0.served.mpm == .prefork })
    }

    @Test func patternsThatOverlapGiveACellOnce() throws {
        let matrix = try matrix("selections: {two: {why: \"a\", cells: [{mode: daemon}, {mpm: event}]}}\n")
        let cells = try PlanFixture().plan("two", of: matrix).cells
        #expect(cells.count == 12 && Set(cells).count == 12)
    }

    @Test(arguments: [
        ("3.13.*", "3.13.5", true), ("3.13.*", "3.13.5t", false), ("3.13.*t", "3.13.5t", true),
        ("3.13.5t", "3.13.5", false), (">=3.8,<3.13", "3.9.2", true), ("*d", "3.9.2d", true), ("*", "2.7.18", true),
    ])
    func aPythonPatternIsOfOneVariant(pattern: String, python: String, holds: Bool) throws {
        let python = try #require(PythonVersion(python))
        #expect(try #require(PythonPattern(pattern)).contains(python) == holds)
    }

    @Test func aPatternOfDriversIsOfReleases() throws {
        let matrix = try matrix(
            "expected:\n  - {driver: \"<2.6.1\", verdict: leak, reason: \"a\", source: \"b\"}\n")
        func expected(_ driver: String) throws -> ExpectedFailure? {
            var cell = try PlanFixture().cell("2.7.18+4.9.4")
            cell.driver = driver
            return matrix.expectedFailure(of: cell)
        }
        #expect(try expected("pymongo-2.6")?.verdict == .leak)
        #expect(try expected("pymongo-2.6.1") == nil)
        #expect(try expected("checkout-8f14e45fceea") == nil)
    }

    @Test func aUsersMatrixGoesOnTop() throws {
        let base = try matrix(
            """
            expected:
              - {python: "3.13.5", verdict: leak, reason: "old", source: "b"}
            selections: {all: {why: "all", cells: [{}]}, one: {why: "one", cells: [{python: "3.13.5"}]}}
            """)
        let mine = try MatrixRecipe(
            """
            format: 1
            kind: matrix
            axes: {python: ["3.13.5", "3.13.16"]}
            expected:
              - {python: "3.13.5", verdict: crash, reason: "new", source: "b"}
            selections: {one: {why: "mine", cells: [{python: "3.13.16"}]}}
            """, file: "mine.yaml", extending: base)
        #expect(mine.axes.pythons.map(\.description) == ["3.13.5", "2.7.18", "3.13.16"])
        #expect(mine.axes.mpms == [.event, .prefork])
        #expect(mine.selections.map(\.name) == ["one", "all"])
        #expect(try mine.selection("one").why == "mine")
        #expect(mine.expectedFailure(of: try PlanFixture().cell("3.13.5+6.1.1"))?.verdict == .crash)
    }

    @Test func aPythonThatNoRecipeKnowsIsToldBeforeAnythingIsBuilt() throws {
        let text = PlanFixture.small.replacing("2.7.18", with: "2.7.99")
        let matrix = try MatrixRecipe(text + "selections: {all: {why: \"a\", cells: [{}]}}\n", file: "matrix.yaml")
        let fixture = try PlanFixture()
        #expect(throws: RecipeError.unknownVersion(kind: .cpython, text: "2.7.99", suggestions: ["2.7.18"])) {
            try fixture.plan("all", of: matrix)
        }
    }
}
