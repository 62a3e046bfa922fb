/// What a run has come to so far: what `--rerun-failed` goes by.
///
/// Only outcomes are kept; each cell's own folder has its result.
package struct RunRecord: Sendable, Equatable, Codable {
    package static let currentFormat = 1

    package private(set) var format = Self.currentFormat
    /// The content hash of the plan, before it was cut into shards.
    package var plan: String
    package private(set) var results: [TrialCell: Entry]

    package struct Entry: Sendable, Equatable, Codable {
        package var outcome: Outcome
        package var verdict: Verdict
        /// Of the cell's last test.
        package var startedAt: Timestamp
        package var folder: String?

        package init(_ result: TrialResult) {
            outcome = result.outcome
            verdict = result.verdict
            startedAt = result.startedAt
            folder = result.folder
        }
    }

    package init(plan: String, results: [TrialResult] = []) {
        self.plan = plan
        self.results = [:]
        for result in results { note(result) }
    }

    /// Remembers a result in place of an earlier one of the same cell.
    package mutating func note(_ result: TrialResult) { results[result.cell] = Entry(result) }

    /// The cells of `plan` to test again: what was not as it should be, and what was never tested.
    package func unfinished(of plan: Plan) -> Plan {
        plan.only(Set(plan.cells.filter { results[$0]?.outcome.isProblem ?? true }))
    }
}

extension TrialCell: CodingKeyRepresentable {
    package var codingKey: any CodingKey { Name(stringValue: description) }

    package init?(codingKey: some CodingKey) {
        guard codingKey.stringValue.count(where: { $0 == "+" }) == 5 else { return nil }
        self.init(codingKey.stringValue, defaultTopology: .standalone, defaultDriver: "")
    }

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
