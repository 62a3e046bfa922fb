import MatrixBuild
import MatrixModel
import SystemPackage

/// Where a run of builds stands: what its lines on a terminal show.
struct PrebuildStatus: Sendable {
    private(set) var running: [Running] = []
    private(set) var fetching: [String] = []
    /// Of the builds that were missing at the start.
    private(set) var total = 0
    private(set) var done = 0
    private(set) var failed = 0
    private var estimates: [BuildNode: Duration] = [:]
    private var workDone = Duration.zero
    private var start = Duration.zero

    struct Running: Sendable, Equatable {
        var node: BuildNode
        /// A step, or what it waits for.
        var phase: String
        var since: Duration
        /// When its first step began; nil while it waits.
        var began: Duration?
        var log: FilePath?
    }

    mutating func note(_ event: BuildEvent, at now: Duration) {
        switch event {
        case .planned(_, let missing):
            (total, start) = (missing.count, now)
            estimates = Dictionary(missing.map { ($0.node, $0.estimate) }) { first, _ in first }
        case .fetching(let source): fetching.append(source)
        case .fetched(let source), .notFetched(let source): fetching.removeAll { $0 == source }
        case .started(let node): running.append(Running(node: node, phase: "begins", since: now))
        case .step(let node, let step): move(node, step, at: now)
        case .finished(let node, let end):
            done += 1
            if case .failed = end { failed += 1 }
            workDone += estimates.removeValue(forKey: node) ?? .zero
            running.removeAll { $0.node == node }
        }
    }

    private mutating func move(_ node: BuildNode, _ step: BuildStep, at now: Duration) {
        guard let index = running.firstIndex(where: { $0.node == node }) else { return }
        switch step {
        case .logs(let log):
            running[index].log = log
            return
        case .waits(let holder): running[index].phase = "waits for \(holder)"
        case .queued: running[index].phase = "waits for a job"
        case .ended: running[index].phase = "between two steps"
        case .began(let step):
            running[index].phase = step
            if running[index].began == nil { running[index].began = now }
        }
        running[index].since = now
    }

    /// How much of the work is done, from 0 to 1, by the estimates; a build that takes longer than its own stops short of it.
    func share(at now: Duration) -> Double {
        let left = estimates.values.reduce(Duration.zero, +)
        guard left + workDone > .zero else { return total == 0 ? 1 : Double(done) / Double(total) }
        return min(1, work(at: now) / (left + workDone))
    }

    /// How long it may take still, as fast as it went until now; at the beginning, by the estimates alone. Nil when nothing is
    /// known.
    func timeLeft(at now: Duration, jobs: Int) -> Duration? {
        let left = estimates.values.reduce(Duration.zero, +) + workDone - work(at: now)
        guard total > 0, left > .zero else { return nil }
        let (elapsed, share) = (now - start, share(at: now))
        let byEstimate = left / Double(max(1, jobs))
        guard share > 0 else { return byEstimate }
        // The more is done the more that counts.
        let byPace = elapsed * ((1 - share) / share)
        let weight = min(1, share * 4)
        return byPace * weight + byEstimate * (1 - weight)
    }

    private func work(at now: Duration) -> Duration {
        running.reduce(workDone) { sum, build in
            guard let began = build.began, let estimate = estimates[build.node] else { return sum }
            return sum + min(now - began, estimate * 0.95)
        }
    }
}
