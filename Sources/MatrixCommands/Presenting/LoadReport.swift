import MatrixModel

/// What a load met, as a person reads it.
struct LoadReport {
    private let outcome: LoadOutcome

    init(_ outcome: LoadOutcome) { self.outcome = outcome }

    var text: String {
        var lines = [summary]
        for kind in LoadFailure.allCases {
            guard let count = outcome.failed[kind] else { continue }
            lines.append("  \(kind.rawValue): \(count), the first: \(outcome.firstFailures[kind] ?? "")")
        }
        let answered = outcome.ok + outcome.failures
        let unanswered = outcome.sent - answered
        if !outcome.isComplete {
            lines.append("  stopped early\(unanswered > 0 ? ", \(unanswered) were under way" : "")")
        }
        let rate = outcome.seconds > 0 ? Double(answered) / outcome.seconds : 0
        let latency = outcome.latency
        let figures = [latency.mean, latency.p50, latency.p90, latency.p99, latency.max].map { decimal($0, places: 2) }
        lines += [
            "",
            TextTable(
                header: ["url", "ok"],
                rows: outcome.okByURL.sorted { $0.key < $1.key }.map { [$0.key, "\($0.value)"] }
            ).text,
            "",
            TextTable(header: ["latency, ms", "mean", "p50", "p90", "p99", "max"], rows: [[""] + figures]).text,
            "",
            "\(decimal(rate, places: 1)) requests a second for \(decimal(outcome.seconds, places: 2)) s, seed \(outcome.seed)",
        ]
        return lines.joined(separator: "\n")
    }

    private var summary: String { "\(outcome.sent) sent, \(outcome.ok) ok, \(outcome.failures) failed" }
}
