/// What a verdict is against what was expected of the cell.
package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    case passed, failed
    case expectedFailure = "expected-failure"
    /// It passed though the recipe says that it fails: the recipe is out of date.
    case unexpectedPass = "unexpected-pass"
    case unsupported, lost

    /// Only findings of the expected kind make an expected failure: whatever else was found was not expected.
    package init(_ verdict: Verdict, findings: [Finding], expected: ExpectedFailure?) {
        switch verdict {
        case .unsupported: self = .unsupported
        case .lost: self = .lost
        case .passed: self = expected == nil ? .passed : .unexpectedPass
        default:
            let isExpected = verdict == expected?.verdict && findings.allSatisfy { $0.kind == expected?.verdict }
            self = isExpected ? .expectedFailure : .failed
        }
    }

    /// Whether a run with such a cell is not what it should be.
    package var isProblem: Bool {
        switch self {
        case .passed, .expectedFailure, .unsupported: false
        case .failed, .unexpectedPass, .lost: true
        }
    }
}

/// A failure that is known, with who says so.
package struct ExpectedFailure: Hashable, Sendable, Codable {
    package var verdict: Verdict
    /// One sentence.
    package var reason: String
    /// Where the reason comes from: a release note, an issue, or `built here`.
    package var source: String

    package init(_ verdict: Verdict, reason: String, source: String) {
        self.verdict = verdict
        self.reason = reason
        self.source = source
    }
}
