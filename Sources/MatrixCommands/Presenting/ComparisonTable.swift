import MatrixModel

/// Two cells side by side, for people.
struct ComparisonTable {
    let report: ComparisonReport

    var text: String {
        let rows = report.figures.map { figure in
            let value = figure.value
            return [
                figure.unit.isEmpty ? figure.name : "\(figure.name), \(figure.unit)", rounded(value.a),
                rounded(value.b), "\(signed(value.difference)) ± \(rounded(value.halfWidth))", words(value),
            ]
        }
        let failed = ["failed requests", "\(report.failed.a)", "\(report.failed.b)"]
        let driver = report.driver.map { [["driver", $0.a, $0.b, "", $0.a == $0.b ? "" : "not the same one"]] } ?? []
        let table = TextTable(
            header: ["", report.a, report.b, "difference (95 %)", ""], rows: driver + rows + [failed + ["", ""]])
        let what = report.application ?? "our application with MongoDB (\(report.server ?? ""))"
        return table.text + """


            \(report.rounds) rounds of \(report.requests) requests each in turn, \(report.concurrency) at once, seed \
            \(report.seed), to \(what)
            """
    }

    private func words(_ value: PairedDifference) -> String {
        guard value.isShown else { return "no difference shown" }
        guard value.a != 0 else { return "" }
        return "\(signed(value.difference / value.a * 100)) %"
    }

    private func signed(_ value: Double) -> String { (value < 0 ? "−" : "+") + rounded(abs(value)) }

    /// Three digits that say something.
    private func rounded(_ value: Double) -> String {
        let digits = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2
        let factor = [1.0, 10, 100][digits]
        let text = "\((value * factor).rounded() / factor)"
        return digits == 0 ? String(text.prefix { $0 != "." }) : text
    }
}
