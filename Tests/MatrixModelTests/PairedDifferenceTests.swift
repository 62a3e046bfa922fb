import Testing

@testable import MatrixModel

@Suite("A paired difference") struct PairedDifferenceTests {
    /// From the printed tables of Student's t, two-sided 95 %.
    @Test("takes Student's quantiles", arguments: [(3.0, 3.182), (4, 2.776), (9, 2.262), (19, 2.093), (30, 2.042)])
    func quantile(freedom: Double, expected: Double) {
        #expect(abs(studentQuantile(freedom: freedom) - expected) < 0.005)
    }

    @Test("is the mean of the rounds' differences, with its interval")
    func interval() {
        // Differences 1, 2, 3, 4, 5: mean 3, standard deviation √2.5, of the mean √0.5; t(4) = 2.776.
        let value = PairedDifference(a: [10, 20, 30, 40, 50], b: [11, 22, 33, 44, 55])
        #expect(value.a == 30)
        #expect(value.b == 33)
        #expect(value.difference == 3)
        #expect(abs(value.halfWidth - 2.776 * 0.5.squareRoot()) < 0.005)
        #expect(value.isShown)
    }

    @Test("is not shown where the rounds contradict each other, nor where nothing differs")
    func notShown() {
        #expect(!PairedDifference(a: [10, 10, 10, 10], b: [9, 12, 8, 11]).isShown)
        #expect(!PairedDifference(a: [1, 2, 3, 4], b: [1, 2, 3, 4]).isShown)
    }
}
