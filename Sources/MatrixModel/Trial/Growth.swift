/// How one quantity of one process, of all processes together or of the server moved over a stretch of samples.
package struct Growth: Sendable, Equatable {
    package var quantity: Quantity
    package var place: Place
    package var first: Double
    package var last: Double
    /// A request, by Theil and Sen.
    package var slope: Double
    /// Kendall's tau-b.
    package var tau: Double
    /// Whether it kept on rising: in both halves, and in more than two steps.
    package var isSteady: Bool

    package enum Place: Hashable, Sendable {
        case process(Int32)
        /// So many processes together.
        case allProcesses(Int)
        case server
    }

    init(_ quantity: Quantity, _ place: Place, _ series: Series) {
        self.quantity = quantity
        self.place = place
        first = series.y.first ?? 0
        last = series.y.last ?? 0
        // Most series do not move at all, and each pair of samples costs.
        let moves = series.y.contains { $0 != series.y[0] }
        slope = moves ? series.theilSenSlope ?? 0 : 0
        tau = moves ? series.kendallTau ?? 0 : 0
        isSteady = series.risesSteadily(secondHalf: quantity == .memory ? 0.4 : 0.2)
    }

    package var rise: Double { last - first }

    /// Long enough stretches assumed: grows with the requests, by more than a healthy process may.
    package var isLeak: Bool { exceedsThresholds && isSteady }

    /// Without asking how it grew, which a pool that fills up or memory that comes in two large pieces can pass too.
    var exceedsThresholds: Bool {
        let share = place.share(of: quantity)
        return slope >= quantity.leastSlope * share && tau >= 0.7 && rise >= quantity.leastRise * share
    }
}

extension Growth.Place {
    /// How many times the thresholds of one process count here. Memory warms up in each process for itself: in embedded
    /// mode healthy children grew by 0.16 kB a request each, long after the prime. What is counted does not.
    fileprivate func share(of quantity: Quantity) -> Double {
        if case .allProcesses(let count) = self, quantity == .memory { return Double(count) }
        return 1
    }

    var isSum: Bool { if case .allProcesses = self { true } else { false } }
}

extension Series {
    /// A leak goes on and on. What stays of the rise (`floor`) must come by a fifth at least in the first half and by
    /// `secondHalf` in the other, which a pool that reaches its plateau and memory that warms up do not; and a sixth of it
    /// not in the two largest steps, which is how malloc takes memory from the kernel and how the monitors of a set open
    /// their second connections.
    fileprivate func risesSteadily(secondHalf: Double) -> Bool {
        let floor = floor
        guard let first = floor.first, let last = floor.last, last > first else { return false }
        let rise = last - first
        let atHalf = floor[x.lastIndex { $0 <= (x[0] + x[x.count - 1]) / 2 } ?? 0] - first
        let steps = zip(floor.dropFirst(), floor).map { $0 - $1 }.sorted(by: >)
        return atHalf >= rise / 5 && rise - atHalf >= rise * secondHalf
            && rise - steps.prefix(2).reduce(0, +) >= rise / 6
    }
}
