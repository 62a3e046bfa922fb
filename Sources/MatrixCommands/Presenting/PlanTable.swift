import MatrixModel

/// A plan with what it costs, for people: a line a Python, a column a mod_wsgi.
struct PlanTable {
    var answer: PlanAnswer
    var cost: PlanCost
    var listsCells: Bool

    var text: String {
        guard !answer.cells.isEmpty else { return answer.plan.text }
        return ([answer.plan.text, "", table] + cells + unsupported + [""] + totals).joined(separator: "\n")
    }

    private var table: String {
        let modules = Set(cost.pairs.compactMap(\.node.modWsgi)).sorted(by: >)
        let rows = cost.pythons.map { python in
            ["\(python.node.python)", words(python.state)]
                + modules.map { module in
                    cost.state(of: .module(module, python: python.node.python)).map(words) ?? ""
                }
        }
        return TextTable(header: ["Python", "itself"] + modules.map { "mod_wsgi \($0)" }, rows: rows).text
    }

    private var cells: [String] {
        guard listsCells else { return [] }
        let rows = answer.cells.map { [$0.cell, $0.state, $0.expected.map { "expected \($0)" } ?? ""] }
        return ["", TextTable(header: ["cell", "state", ""], rows: rows).text]
    }

    private func words(_ state: BuildCost.State) -> String {
        switch state {
        case .cached: "cached"
        case .toBuild(let estimate): words(estimate.duration(jobs: cost.jobs))
        case .unsupported: "-"
        }
    }

    /// A line a reason, and below it the pairs.
    private var unsupported: [String] {
        var reasons: [(text: String, pairs: [(python: PythonVersion, modules: [String])])] = []
        for cost in cost.pairs {
            guard case .unsupported(let reason) = cost.state, let version = cost.node.modWsgi else { continue }
            let place = reasons.firstIndex { $0.text == reason } ?? reasons.endIndex
            if place == reasons.endIndex { reasons.append((reason, [])) }
            let last = reasons[place].pairs.endIndex - 1
            if last >= 0, reasons[place].pairs[last].python == cost.node.python {
                reasons[place].pairs[last].modules.append("\(version)")
            } else {
                reasons[place].pairs.append((cost.node.python, ["\(version)"]))
            }
        }
        guard !reasons.isEmpty else { return [] }
        return ["", "unsupported:"]
            + reasons.flatMap { reason in
                let pairs = reason.pairs.map { "\($0.python) × \($0.modules.joined(separator: ", "))" }
                return ["  \(reason.text)", "    " + pairs.joined(separator: "; ")]
            }
    }

    private var totals: [String] {
        let expected = answer.cells.count { $0.expected != nil }
        let totals = answer.totals
        var rows = [
            [
                "cells",
                sentence(answer.cells.count, totals.cells) + (expected > 0 ? "; \(expected) expected to fail" : ""),
            ],
            ["Pythons", sentence(cost.pythons.count, totals.pythons)],
            ["pairs", sentence(cost.pairs.count, totals.pairs)],
        ]
        if cost.toBuild.isEmpty {
            rows.append(["to build", "nothing"])
        } else {
            let jobs = cost.jobs == 1 ? "1 job" : "\(cost.jobs) jobs"
            rows.append(["to build", "about \(words(cost.duration)) with \(jobs), \(cost.size) of disk"])
        }
        let width = rows.map { $0[0].count }.max() ?? 0
        return rows.map { $0[0] + String(repeating: " ", count: width + 2 - $0[0].count) + $0[1] }
    }

    private func sentence(_ count: Int, _ states: [String: Int]) -> String {
        let parts = [("cached", "cached"), ("to-build", "to build"), ("unsupported", "unsupported")]
        return "\(count): "
            + parts.compactMap { key, words in states[key].map { "\($0) \(words)" } }.joined(separator: ", ")
    }

    private func words(_ duration: Duration) -> String {
        let seconds = Int((duration / .seconds(1)).rounded(.up))
        if seconds < 100 { return "\(seconds) s" }
        let minutes = (seconds + 30) / 60
        return seconds < 600
            ? "\(seconds / 60) min \(seconds % 60) s"
            : minutes < 100 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }
}
