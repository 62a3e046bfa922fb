/// What a load met.
package struct LoadOutcome: Sendable, Equatable, Codable {
    /// Requests that were begun, answered or not.
    package var sent: Int
    package var ok: Int
    /// How many of each kind failed; a kind without any is not listed.
    package var failed: [LoadFailure: Int]
    /// The first failure of each kind, for a person.
    package var firstFailures: [LoadFailure: String]
    /// Good answers by URL.
    package var okByURL: [String: Int]
    package var latency: Latency
    package var seconds: Double
    package var seed: UInt64
    /// False when it was stopped before all requests were answered or had failed.
    package var isComplete: Bool

    package init(
        sent: Int, ok: Int, failed: [LoadFailure: Int], firstFailures: [LoadFailure: String], okByURL: [String: Int],
        latency: Latency, seconds: Double, seed: UInt64, isComplete: Bool
    ) {
        self.sent = sent
        self.ok = ok
        self.failed = failed
        self.firstFailures = firstFailures
        self.okByURL = okByURL
        self.latency = latency
        self.seconds = seconds
        self.seed = seed
        self.isComplete = isComplete
    }

    package var failures: Int { failed.values.reduce(0, +) }

    /// In milliseconds, of all answered requests.
    package struct Latency: Sendable, Equatable, Codable {
        package var mean: Double
        package var p50: Double
        package var p90: Double
        package var p99: Double
        package var max: Double

        package init(mean: Double, p50: Double, p90: Double, p99: Double, max: Double) {
            self.mean = mean
            self.p50 = p50
            self.p90 = p90
            self.p99 = p99
            self.max = max
        }
    }
}

/// How a request went wrong.
package enum LoadFailure: String, Sendable, Hashable, Codable, CodingKeyRepresentable, CaseIterable {
    /// Nobody listens.
    case refused
    /// The connection was closed before there was an answer.
    case reset
    case timeout = "time-out"
    /// Another status than 200.
    case status = "non-200"
    /// A whole answer with 200 that is not the cell's.
    case wrongBody = "wrong-body"
    /// Less came than was announced.
    case truncated
    /// Anything else, such as no descriptor left on this side.
    case other
}
