extension Finding {
    /// A process that has filled half of its descriptors while the cell was being primed; nil when none has.
    ///
    /// A healthy one holds less than a hundred: two sub-interpreters with a connection for each thread and two for each
    /// member's monitors.
    ///
    /// - Parameters:
    ///   - before: what was held before the first request.
    ///   - limit: how many descriptors a process may have open.
    package static func exhaustion(from before: Sample, to now: Sample, limit: Int) -> Finding? {
        guard let fullest = now.processes.max(by: { $0.descriptors < $1.descriptors }), fullest.descriptors * 2 >= limit
        else { return nil }
        let first = before.processes.first { $0.pid == fullest.pid }?.descriptors ?? 0
        let rise = Double(fullest.descriptors - first)
        let slope = rise / Double(max(1, now.requests))
        return Finding(
            .leak,
            evidence:
                "Process \(fullest.pid) held \(first) descriptors before the first request and \(fullest.descriptors) after "
                + "\(now.requests), \(decimal(slope, places: 2)) a request and half of its limit of \(limit) already; a "
                + "healthy one holds less than a hundred. The test ended before the limit was reached, where a driver fails, "
                + "hangs or dies",
            figures: [
                "slope": slope, "rise": rise, "requests": Double(now.requests), "limit": Double(limit),
            ])
    }
}
