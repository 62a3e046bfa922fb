/// What a run of builds came to, in the order of its plan: what `--json` writes.
package struct PrebuildReport: Sendable, Equatable, Codable {
    /// The plan's content hash.
    package var plan: String
    /// How many jobs at once the run was allowed.
    package var jobs: Int
    /// Wall time.
    package var seconds: Double
    /// How many builds of each outcome; one without any is not listed.
    package var counts: [String: Int]
    package var results: [BuildResult]

    package init(plan: String, jobs: Int, seconds: Double, results: [BuildResult]) {
        self.plan = plan
        self.jobs = jobs
        self.seconds = seconds
        self.results = results
        counts = results.reduce(into: [:]) { $0[$1.outcome.rawValue, default: 0] += 1 }
    }

    /// Whether the store had everything.
    package var isNothingToDo: Bool { results.allSatisfy { [.cached, .unsupported].contains($0.outcome) } }

    /// `3 built, 1 cached, 2 unsupported`.
    package var summary: String {
        let parts = BuildOutcome.allCases.compactMap { outcome in
            counts[outcome.rawValue].map { "\($0) \(outcome.rawValue)" }
        }
        return parts.isEmpty ? "no builds" : parts.joined(separator: ", ")
    }

    /// 1 when something failed that was not expected to.
    package var exitCode: Int32 { results.contains { $0.outcome == .failed } ? 1 : 0 }
}

/// What one build came to.
package struct BuildResult: Sendable, Equatable, Codable {
    /// `mod_wsgi 6.1.1 for Python 3.13.5`.
    package var build: String
    package var kind: EntryKind
    package var python: String
    package var modWsgi: String?
    package var outcome: BuildOutcome
    /// Wall time of the build in this run; 0 when nothing was built.
    package var seconds: Double
    /// The entry's.
    package var key: String?
    package var bytes: Int64?
    /// Why it is not in the store: the first real error and the log among it.
    package var reason: String?
    /// The command that mends it.
    package var hint: String?

    package init(_ node: BuildNode, _ outcome: BuildOutcome, seconds: Double = 0, reason: String? = nil) {
        build = "\(node)"
        kind = node.kind
        python = "\(node.python)"
        modWsgi = node.modWsgi.map { "\($0)" }
        self.outcome = outcome
        self.seconds = seconds
        self.reason = reason
    }
}

package enum BuildOutcome: String, Hashable, Sendable, Codable, CaseIterable {
    case built
    /// It was in the store, or another process built it meanwhile.
    case cached
    case failed
    /// The Python that it needs has failed, or the run was ended by `--fail-fast`.
    case notReached = "not-reached"
    case expectedFailure = "expected-failure"
    case unsupported
}
