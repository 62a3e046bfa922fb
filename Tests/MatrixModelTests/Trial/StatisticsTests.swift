import Testing

@testable import MatrixModel

/// The expected values are those of `scipy.stats.theilslopes` and `scipy.stats.kendalltau` (variant b), SciPy 1.17.1.
struct StatisticsTests {
    struct Known: Sendable {
        var x: [Double]
        var y: [Double]
        var slope: Double
        var tau: Double
    }

    static let known = [
        Known(x: [0, 25, 50, 75, 100], y: [5, 7, 9, 11, 13], slope: 0.08, tau: 1),
        Known(
            x: [0, 10, 20, 30, 40, 50, 60, 70], y: [31, 30, 33, 33, 32, 36, 35, 38], slope: 0.1,
            tau: 0.6910233190806424),
        Known(
            x: [0, 50, 100, 150, 200, 250, 300, 350], y: [20, 20, 20, 20, 24, 24, 24, 24],
            slope: 0.013333333333333334, tau: 0.7559289460184544),
        Known(
            x: [0, 3, 11, 12, 40, 41, 90], y: [100.5, 99, 104.25, 103, 120, 118.5, 139.75],
            slope: 0.44936708860759494, tau: 0.7142857142857143),
        Known(x: [1, 2, 3, 4, 5, 6], y: [10, 9, 9, 7, 8, 1], slope: -1, tau: -0.8280786712108251),
        Known(x: [1, 1, 2, 2, 3, 3], y: [1, 2, 2, 3, 3, 5], slope: 1, tau: 0.8006407690254358),
        Known(
            x: [0, 25, 50, 75, 100, 125, 150], y: [12, 12, 13, 500, 13, 14, 14], slope: 0.013333333333333334,
            tau: 0.6172133998483678),
    ]

    @Test(arguments: known) func slopeAndTauAreSciPys(known: Known) throws {
        let series = Series(x: known.x, y: known.y)
        #expect(abs(try #require(series.theilSenSlope) - known.slope) < 1e-12)
        #expect(abs(try #require(series.kendallTau) - known.tau) < 1e-12)
    }

    @Test func whatIsNotDefinedIsNil() {
        #expect(Series(x: [], y: []).theilSenSlope == nil)
        #expect(Series(x: [3, 3], y: [1, 2]).theilSenSlope == nil)
        #expect(Series(x: [1, 2, 3], y: [7, 7, 7]).kendallTau == nil)
        #expect(Series(x: [1, 1, 1], y: [7, 8, 9]).kendallTau == nil)
    }

    @Test func theFloorLeavesOutPeaksThatWentAway() {
        #expect(Series(x: [1, 2, 3, 4, 5], y: [3, 9, 4, 8, 6]).floor == [3, 4, 4, 6, 6])
    }

    @Test(
        arguments: [
            (0, 0, "0"), (25_000, 0, "25,000"), (1234.567, 2, "1,234.57"), (0.1, 3, "0.1"), (-0.05, 2, "-0.05"),
            (0.999, 2, "1"), (-0.001, 2, "0"), (1_000_000.05, 2, "1,000,000.05"),
        ] as [(Double, Int, String)])
    func numbersAreForPeople(value: Double, places: Int, text: String) {
        #expect(decimal(value, places: places) == text)
    }
}
