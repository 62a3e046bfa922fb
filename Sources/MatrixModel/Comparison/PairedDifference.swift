/// How two cells differ in one figure, by rounds in which they were measured in turn: what disturbs the machine for a
/// while disturbs both of a round.
package struct PairedDifference: Sendable, Equatable, Codable {
    /// The means of all rounds.
    package var a: Double
    package var b: Double
    /// The mean of b − a.
    package var difference: Double
    /// Half of its 95 % confidence interval, by Student's t of the rounds' differences.
    package var halfWidth: Double

    /// Of as many values each, two at least.
    package init(a: [Double], b: [Double]) {
        precondition(a.count == b.count && a.count > 1)
        let count = Double(a.count)
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / count }
        let differences = zip(a, b).map { $1 - $0 }
        let difference = mean(differences)
        let variance = differences.map { ($0 - difference) * ($0 - difference) }.reduce(0, +) / (count - 1)
        (self.a, self.b, self.difference) = (mean(a), mean(b), difference)
        halfWidth = studentQuantile(freedom: count - 1) * (variance / count).squareRoot()
    }

    /// Whether the interval leaves out zero.
    package var isShown: Bool { abs(difference) > halfWidth }
}

/// The 97.5 % quantile of Student's t: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5; right to two
/// digits from 3 degrees of freedom on.
func studentQuantile(freedom: Double) -> Double {
    let z = 1.959964
    let (z3, z5, z7, z9) = (z * z * z, z * z * z * z * z, z * z * z * z * z * z * z, z * z * z * z * z * z * z * z * z)
    let first = (z3 + z) / 4
    let second = (5 * z5 + 16 * z3 + 3 * z) / 96
    let third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384
    let fourth = (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / 92160
    return z + (first + (second + (third + fourth / freedom) / freedom) / freedom) / freedom
}
