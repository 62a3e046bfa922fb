import Testing

@testable import MatrixModel

/// On the small matrix: two Pythons, two mod_wsgis, two modes, two MPMs, one topology, the newest driver.
struct PlanCoverageTests {
    private let fixture: PlanFixture
    private let matrix: MatrixRecipe

    init() throws {
        fixture = try PlanFixture()
        matrix = try MatrixRecipe(
            PlanFixture.small + "selections: {all: {why: \"all\", cells: [{}]}}\n", file: "matrix.yaml")
    }

    private func coverage(_ plan: Plan, of matrix: MatrixRecipe? = nil) -> PlanCoverage {
        PlanCoverage(of: plan, matrix: matrix ?? self.matrix, drivers: fixture.recipes.driver)
    }

    private func texts(_ gaps: [PlanCoverage.PairGap]) -> Set<String> {
        Set(gaps.map { "\($0.values.joined(separator: " ")) \($0.state.rawValue)" })
    }

    @Test func ofEveryCellOnlyWhatCannotBeBuiltIsLeft() throws {
        let coverage = coverage(try fixture.plan("all", of: matrix))
        #expect(coverage.values.isEmpty)
        // 2.7.18 goes with 4.9.4 and 3.13.5 with 6.1.1.
        #expect(texts(coverage.pairs) == ["3.13.5 4.9.4 unsupported", "2.7.18 6.1.1 unsupported"])
        #expect(coverage.valueCount == 10)
        // 2 × 2 of six pairs of the four axes with two values, 2 × 1 of eight, and 1 × 1.
        #expect(coverage.pairCount == 6 * 4 + 8 * 2 + 1)
        #expect(!coverage.isComplete)
    }

    @Test func aValueThatNoCellHasIsToldAndNotItsPairs() throws {
        let coverage = coverage(try fixture.plan("all", of: matrix).only(["2.7.18+4.9.4+daemon"]))
        #expect(
            coverage.values == [
                .init(axis: "python", value: "3.13.5", state: .missing),
                .init(axis: "mod_wsgi", value: "6.1.1", state: .missing),
                .init(axis: "mode", value: "embedded", state: .missing),
            ])
        #expect(coverage.pairs.isEmpty)
        // Five pairs of one value each but for the MPMs, which are two.
        #expect(coverage.pairCount == 10 + 5 * 2)
    }

    @Test func aValueOfUnsupportedCellsOnlyIsToldAsThat() throws {
        let coverage = coverage(try fixture.plan("all", of: matrix).only(["2.7.18+4.9.4", "2.7.18+6.1.1"]))
        #expect(coverage.values.contains(.init(axis: "mod_wsgi", value: "6.1.1", state: .unsupported)))
    }

    @Test func aPairThatNoCellHasIsTold() throws {
        let plan = try fixture.plan("all", of: matrix)
            .only(["3.13.5+6.1.1+daemon+event", "2.7.18+4.9.4+embedded+prefork"])
        let coverage = coverage(plan)
        #expect(coverage.values.isEmpty)
        #expect(
            texts(coverage.pairs) == [
                "3.13.5 4.9.4 missing", "2.7.18 6.1.1 missing", "3.13.5 embedded missing", "2.7.18 daemon missing",
                "3.13.5 prefork missing", "2.7.18 event missing", "6.1.1 embedded missing", "4.9.4 daemon missing",
                "6.1.1 prefork missing", "4.9.4 event missing", "daemon prefork missing", "embedded event missing",
            ])
        #expect(coverage.pairs.first?.axes == ["python", "mod_wsgi"])
    }

    @Test func everythingCoveredIsSaid() throws {
        let text = PlanFixture.small.replacing("\"2.7.18\"", with: "\"3.11.2\"").replacing(
            "\"4.9.4\"", with: "\"5.0.2\"")
        let matrix = try MatrixRecipe(text + "selections: {all: {why: \"all\", cells: [{}]}}\n", file: "matrix.yaml")
        #expect(coverage(try fixture.plan("all", of: matrix), of: matrix).isComplete)
    }

    @Test func theNewestDriverIsAValueWhateverItsNumberIs() throws {
        let text = PlanFixture.small.replacing("[newest]", with: "[newest, \"4.20.0\", \"3.13.0\"]")
        let matrix = try MatrixRecipe(text + "selections: {all: {why: \"all\", cells: [{}]}}\n", file: "matrix.yaml")
        let plan = try fixture.plan("all", of: matrix)
        // 4.20.0 is the newest of 3.13.5, so a cell has both values.
        let coverage = coverage(try plan.only(["3.13.5+6.1.1+daemon+event+standalone+pymongo-4.20.0"]), of: matrix)
        let drivers = coverage.values.filter { $0.axis == "driver" }
        #expect(drivers == [.init(axis: "driver", value: "3.13.0", state: .missing)])
    }
}
