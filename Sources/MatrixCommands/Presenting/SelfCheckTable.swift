import MatrixModel
import MatrixTrial

/// A self-check as a person reads it: a line a control, however often it ran.
struct SelfCheckTable {
    let report: SelfCheckReport

    var text: String {
        var names: [String] = []
        for result in report.results where !names.contains(result.control) { names.append(result.control) }
        let rows = names.map { name in row(report.results.filter { $0.control == name }) }
        let wrong = report.results.filter { !$0.isAsExpected }.map { result in
            "\n\(result.control), run \(result.run): expected \(result.expected.rawValue), found \(result.found.rawValue)\n"
                + result.evidence.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
                + (result.folder.map { "\n  \($0)" } ?? "")
        }
        let header = ["control", "expected", "found", "as expected", "requests", "seconds"]
        return ([TextTable(header: header, rows: rows).text] + wrong + ["\n" + summary]).joined(separator: "\n")
    }

    private var summary: String {
        report.isBlind
            ? "the harness is blind: \(report.misses) known-bads missed, \(report.falseAlarms) false alarms in \(report.results.count) tests"
            : "all \(report.results.count) tests as expected: 0 misses, 0 false alarms"
    }

    private func row(_ results: [SelfCheckResult]) -> [String] {
        let found = Set(results.map(\.found.rawValue)).sorted().joined(separator: ", ")
        return [
            results[0].control, results[0].expected.rawValue, found,
            "\(results.count(where: \.isAsExpected)) of \(results.count)", span(results.map { Double($0.requests) }),
            span(results.map(\.seconds)),
        ]
    }

    /// `1,700`, or `230–1,700`.
    private func span(_ values: [Double]) -> String {
        let (least, most) = (decimal(values.min() ?? 0), decimal(values.max() ?? 0))
        return least == most ? least : "\(least)–\(most)"
    }
}
