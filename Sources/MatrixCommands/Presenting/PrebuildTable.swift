import MatrixModel

/// What a run of builds came to, for a person: a line a build, and below it why something is not there.
struct PrebuildTable {
    var report: PrebuildReport

    var text: String {
        if report.isNothingToDo { return nothingToDo }
        let rows = report.results.map { result in
            [
                result.build, result.outcome.rawValue,
                result.seconds > 0 ? "\(decimal(result.seconds, places: 1)) s" : "",
                result.bytes.map { "\(ByteCount($0))" } ?? "",
            ]
        }
        let notes = report.results.compactMap(note)
        let end = "\n\(report.summary) in \(decimal(report.seconds, places: 1)) s with \(report.jobs) jobs"
        return ([TextTable(header: ["build", "outcome", "time", "size"], rows: rows).text, end] + notes)
            .joined(separator: "\n")
    }

    private var nothingToDo: String {
        let count = report.counts[BuildOutcome.cached.rawValue] ?? 0
        let unsupported = report.counts[BuildOutcome.unsupported.rawValue].map { ", \($0) pairs are unsupported" } ?? ""
        return "nothing to do: \(count) builds are in the store\(unsupported)"
    }

    /// Unsupported pairs stand in the table; `explain` says why.
    private func note(_ result: BuildResult) -> String? {
        guard let reason = result.reason, [.failed, .expectedFailure, .notReached].contains(result.outcome) else {
            return nil
        }
        let lines = reason.split(separator: "\n").map { "  \($0)" } + (result.hint.map { ["  hint: \($0)"] } ?? [])
        return "\n\(result.build): \(result.outcome.rawValue)\n" + lines.joined(separator: "\n")
    }
}
