/// Observations of one quantity over the number of requests, in the order in which they were made.
package struct Series: Sendable, Equatable {
    /// Requests answered; never falls.
    package var x: [Double]
    package var y: [Double]

    package init(x: [Double], y: [Double]) {
        precondition(x.count == y.count, "an observation has an x and a y")
        self.x = x
        self.y = y
    }

    /// The last observation less the first; 0 without any.
    package var rise: Double { (y.last ?? 0) - (y.first ?? 0) }

    /// Below what each observation the series never falls again: what stays of it when peaks that went away are left out.
    package var floor: [Double] {
        var lowest = Double.infinity
        return y.reversed().map { value in
            lowest = min(lowest, value)
            return lowest
        }.reversed()
    }
}
