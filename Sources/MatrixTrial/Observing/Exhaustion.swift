import MatrixModel

/// A process that has filled half of its descriptors while the cell was being primed. A healthy one holds less than a
/// hundred: two sub-interpreters with a connection for each thread and two for each member's monitors.
struct Exhaustion {
    private let pid: Int32
    private let before: Int
    private let now: Int
    private let requests: Int
    private let limit: Int

    /// Nil when no process is there yet.
    init?(from before: Sample, to now: Sample, limit: Int) {
        guard let fullest = now.processes.max(by: { $0.descriptors < $1.descriptors }), fullest.descriptors * 2 >= limit
        else { return nil }
        pid = fullest.pid
        self.before = before.processes.first { $0.pid == fullest.pid }?.descriptors ?? 0
        self.now = fullest.descriptors
        requests = now.requests
        self.limit = limit
    }

    var finding: Finding {
        let slope = Double(now - before) / Double(max(1, requests))
        return Finding(
            .leak,
            evidence:
                "Process \(pid) held \(before) descriptors before the first request and \(now) after \(requests), "
                + "\(decimal(slope, places: 2)) a request and half of its limit of \(limit) already; a healthy one holds less "
                + "than a hundred. The test ended before the limit was reached, where a driver fails, hangs or dies",
            figures: [
                "slope": slope, "rise": Double(now - before), "requests": Double(requests), "limit": Double(limit),
            ])
    }
}
