import Histogram
import MatrixModel

/// What a part of a load met, in a form that adds up.
struct LoadTally: Sendable {
    /// Latencies are kept in microseconds, to three significant digits.
    private var latencies = Histogram<UInt32>()
    private var microseconds = 0
    private(set) var sent = 0
    private(set) var ok = 0
    private(set) var failures = 0
    private var failed: [LoadFailure: Int] = [:]
    private var firstFailures: [LoadFailure: String] = [:]
    /// By the URL's place in the plan.
    private var okByPlace: [Int]
    var duration = Duration.zero
    var isComplete = true

    init(urls: Int) { okByPlace = Array(repeating: 0, count: urls) }

    var answered: Int { ok + failures }

    mutating func begin() { sent += 1 }

    mutating func succeed(url place: Int) {
        ok += 1
        okByPlace[place] += 1
    }

    mutating func fail(_ kind: LoadFailure, _ words: @autoclosure () -> String) {
        failures += 1
        failed[kind, default: 0] += 1
        if firstFailures[kind] == nil { firstFailures[kind] = words() }
    }

    /// Notes how long an answer took to its last byte.
    mutating func record(microseconds: Int) {
        latencies.record(UInt64(microseconds))
        self.microseconds += microseconds
    }

    /// Adds a part that came later.
    mutating func add(_ later: LoadTally) {
        latencies.add(later.latencies)
        microseconds += later.microseconds
        sent += later.sent
        ok += later.ok
        failures += later.failures
        failed.merge(later.failed, uniquingKeysWith: +)
        firstFailures.merge(later.firstFailures) { first, _ in first }
        for place in okByPlace.indices { okByPlace[place] += later.okByPlace[place] }
        duration += later.duration
        isComplete = isComplete && later.isComplete
    }

    func outcome(of plan: LoadPlan) -> LoadOutcome {
        LoadOutcome(
            sent: sent, ok: ok, failed: failed, firstFailures: firstFailures,
            okByURL: Dictionary(zip(plan.urls, okByPlace), uniquingKeysWith: +), latency: latency,
            seconds: duration / .seconds(1), seed: plan.seed, isComplete: isComplete)
    }

    private var latency: LoadOutcome.Latency {
        func milliseconds(_ percentile: Double) -> Double { Double(latencies.valueAtPercentile(percentile)) / 1000 }
        let count = max(1, latencies.totalCount)
        return LoadOutcome.Latency(
            mean: Double(microseconds) / Double(count) / 1000, p50: milliseconds(50), p90: milliseconds(90),
            p99: milliseconds(99), max: Double(latencies.maxRecorded) / 1000)
    }
}
