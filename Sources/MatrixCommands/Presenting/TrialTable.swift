import MatrixModel

/// The results of a run for a person: a line a cell, and below what was found.
struct TrialTable {
    var report: TrialReport

    var text: String {
        guard !report.results.isEmpty else { return "no cells" }
        let rows = report.results.map { result in
            let measured = result.phases.last { $0.requests > 0 }
            return [
                "\(result.cell)", result.verdict.rawValue, result.outcome.rawValue,
                "\(result.requests.ok)/\(result.requests.sent)", measured.map { decimal($0.rate) } ?? "",
                result.latency.map { decimal($0.p99, places: 1) } ?? "", "\(decimal(result.seconds, places: 1)) s",
                result.server?.kind ?? "",
            ]
        }
        let header = ["cell", "verdict", "outcome", "requests", "rate", "p99 ms", "time", "server"]
        let notes = report.results.filter { $0.outcome != .passed }.map { result in
            "\n\(result.cell): \(result.outcome.rawValue)\n"
                + result.explanation.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        }
        return ([TextTable(header: header, rows: rows).text, "\n" + report.summary] + notes).joined(separator: "\n")
    }
}
