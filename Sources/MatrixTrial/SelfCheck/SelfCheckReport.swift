package import MatrixModel

/// What was expected of a control and what was found.
package struct SelfCheckResult: Sendable, Codable {
    package var control: String
    /// What is wrong with it, or beside which known-bad it is healthy.
    package var what: String
    package var run: Int
    package var expected: Verdict
    package var found: Verdict
    package var evidence: String
    /// How many requests the verdict took.
    package var requests: Int
    package var seconds: Double
    package var folder: String?

    init(_ control: Control, run: Int, _ result: TrialResult) {
        self.control = control.name
        what = control.seeds ?? "healthy twin of \(control.twinOf ?? "")"
        self.run = run
        expected = control.expects
        found = result.verdict
        evidence = result.explanation
        requests = result.requests.sent
        seconds = result.seconds
        folder = result.folder
    }

    package var isAsExpected: Bool { expected == found }
}

/// Whether the harness sees what it should see, and only that.
package struct SelfCheckReport: Sendable, Codable {
    /// Known-bads that were called something else.
    package var misses: Int
    /// Known-goods that were not passed.
    package var falseAlarms: Int
    package var results: [SelfCheckResult]

    init(results: [SelfCheckResult]) {
        self.results = results
        misses = results.count { !$0.isAsExpected && $0.expected != .passed }
        falseAlarms = results.count { !$0.isAsExpected && $0.expected == .passed }
    }

    package var isBlind: Bool { misses + falseAlarms > 0 }
}
