extension Series {
    /// The median of the slopes between any two observations of different x; nil when there are none.
    ///
    /// Unlike least squares it is not moved by less than a third of the observations, however far off they are.
    package var theilSenSlope: Double? {
        var slopes: [Double] = []
        slopes.reserveCapacity(x.count * max(0, x.count - 1) / 2)
        for later in x.indices {
            for earlier in 0..<later where x[earlier] < x[later] {
                slopes.append((y[later] - y[earlier]) / (x[later] - x[earlier]))
            }
        }
        guard !slopes.isEmpty else { return nil }
        slopes.sort()
        let middle = slopes.count / 2
        return slopes.count.isMultiple(of: 2) ? (slopes[middle - 1] + slopes[middle]) / 2 : slopes[middle]
    }
}
