/// What the test of one cell came to: what `test --json` writes, so its keys are a contract.
package struct TrialResult: Sendable, Equatable, Codable {
    package var cell: TrialCell
    /// Of the findings the most serious, `passed`, `unsupported` or `lost`.
    package var verdict: Verdict
    package var outcome: Outcome
    package var expected: ExpectedFailure?
    package var findings: [Finding]
    /// Why there is no verdict; for `unsupported` and `lost` only.
    package var reason: String?
    package var driver: String
    /// The script under test when it is not ours: its path.
    package var application: String?
    package var server: Server?
    package var profile: String?
    /// Of all phases together.
    package var requests: Requests
    /// Of the measurement, in milliseconds.
    package var latency: LoadOutcome.Latency?
    package var phases: [Phase]
    package var samples: [Sample]
    /// New connections a second that the MongoDB servers saw while no request was sent; nil when they do not tell.
    package var idleConnectionRate: Double?
    package var limits: Limits?
    package var seed: UInt64?
    /// Where the cell's logs, configuration and samples are.
    package var folder: String?
    package var startedAt: Timestamp
    /// From the start to the verdict.
    package var seconds: Double

    /// A tested cell, to be filled in.
    package init(
        _ cell: TrialCell, findings: [Finding], expected: ExpectedFailure?, startedAt: Timestamp, seconds: Double
    ) {
        self.init(cell, verdict: findings.verdict, findings: findings, expected: expected, startedAt: startedAt)
        self.seconds = seconds
    }

    /// A cell that cannot be built.
    package static func unsupported(_ cell: TrialCell, reason: String, at now: Timestamp) -> TrialResult {
        var result = TrialResult(cell, verdict: .unsupported, findings: [], expected: nil, startedAt: now)
        result.reason = reason
        return result
    }

    /// A cell about which nothing can be said, with what was found before.
    package static func lost(
        _ cell: TrialCell, reason: String, findings: [Finding] = [], startedAt: Timestamp, seconds: Double
    ) -> TrialResult {
        var result = TrialResult(cell, verdict: .lost, findings: findings, expected: nil, startedAt: startedAt)
        result.reason = reason
        result.seconds = seconds
        return result
    }

    private init(
        _ cell: TrialCell, verdict: Verdict, findings: [Finding], expected: ExpectedFailure?, startedAt: Timestamp
    ) {
        self.cell = cell
        self.verdict = verdict
        self.findings = findings
        self.expected = expected
        outcome = Outcome(verdict, findings: findings, expected: expected)
        driver = cell.driver
        requests = Requests(sent: 0, ok: 0, failed: [:])
        phases = []
        samples = []
        self.startedAt = startedAt
        seconds = 0
    }
}

extension TrialResult {
    /// The MongoDB servers that the cell ran with.
    package struct Server: Sendable, Equatable, Codable {
        /// `given`, `found` or `store` for a mongod that was named, on PATH or in the store, `uri` for servers that somebody
        /// else runs, `embedded` for the stand-in, whoever runs it; that one is never called MongoDB.
        package var kind: String
        /// As the server says itself, of the stand-in its own; empty when it does not tell.
        package var version: String
        /// `host:port` of every member.
        package var hosts: [String]

        package init(kind: String, version: String, hosts: [String]) {
            self.kind = kind
            self.version = version
            self.hosts = hosts
        }
    }

    package struct Requests: Sendable, Equatable, Codable {
        package var sent: Int
        package var ok: Int
        /// A kind without any is not listed.
        package var failed: [LoadFailure: Int]

        package init(sent: Int, ok: Int, failed: [LoadFailure: Int]) {
            self.sent = sent
            self.ok = ok
            self.failed = failed
        }

        package static func += (left: inout Requests, right: LoadOutcome) {
            left.sent += right.sent
            left.ok += right.ok
            left.failed.merge(right.failed, uniquingKeysWith: +)
        }
    }

    package struct Phase: Sendable, Equatable, Codable {
        package var name: String
        package var seconds: Double
        package var requests: Int
        /// Answered requests a second; 0 for a phase without requests.
        package var rate: Double

        package init(name: String, requests: Int, seconds: Double) {
            self.name = name
            self.seconds = seconds
            self.requests = requests
            rate = seconds > 0 ? Double(requests) / seconds : 0
        }
    }

    /// What we set before Apache started.
    package struct Limits: Sendable, Equatable, Codable {
        /// Open files a process.
        package var descriptors: Int

        package init(descriptors: Int) { self.descriptors = descriptors }
    }
}
