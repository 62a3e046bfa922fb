import MatrixModel

/// What a plan leaves out of the matrix.
struct CoverageTable: Encodable {
    var plan: PlanHeading
    var complete: Bool
    var values: Values
    var pairs: Pairs

    struct Values: Encodable {
        var all: Int
        var covered: Int
        var gaps: [PlanCoverage.Gap]
    }

    struct Pairs: Encodable {
        /// Of covered values: a value that is missing is missing in every pair.
        var all: Int
        var covered: Int
        var gaps: [PlanCoverage.PairGap]
    }

    init(heading: PlanHeading, coverage: PlanCoverage) {
        plan = heading
        complete = coverage.isComplete
        values = Values(
            all: coverage.valueCount, covered: coverage.valueCount - coverage.values.count, gaps: coverage.values)
        pairs = Pairs(all: coverage.pairCount, covered: coverage.pairCount - coverage.pairs.count, gaps: coverage.pairs)
    }

    var text: String {
        let counts = [
            "values  \(values.covered) of \(values.all) covered",
            "pairs   \(pairs.covered) of \(pairs.all) covered, of two covered values",
        ]
        let gaps = [PlanCoverage.State.missing, .unsupported].flatMap { list(valuesIn: $0) + list(pairsIn: $0) }
        let verdict = complete ? ["", "every value and every pair of values is covered"] : gaps
        return ([plan.text] + verdict + [""] + counts).joined(separator: "\n")
    }

    /// A line an axis.
    private func list(valuesIn state: PlanCoverage.State) -> [String] {
        let gaps = values.gaps.filter { $0.state == state }
        let lines = grouped(gaps.map { ($0.axis, $0.value) })
        return lines.isEmpty ? [] : ["", "values \(words(state)):"] + lines.map { "  \($0.key): \($0.values)" }
    }

    /// A line a value of the first axis.
    private func list(pairsIn state: PlanCoverage.State) -> [String] {
        let gaps = pairs.gaps.filter { $0.state == state }
        let lines = grouped(gaps.map { ("\($0.axes[0]) \($0.values[0]) × \($0.axes[1])", $0.values[1]) })
        return lines.isEmpty ? [] : ["", "pairs \(words(state)):"] + lines.map { "  \($0.key): \($0.values)" }
    }

    private func words(_ state: PlanCoverage.State) -> String {
        switch state {
        case .missing: "that no cell has"
        case .unsupported: "that only unsupported cells have"
        }
    }

    private func grouped(_ rows: [(key: String, value: String)]) -> [(key: String, values: String)] {
        var order: [String] = []
        var values: [String: [String]] = [:]
        for row in rows {
            if values[row.key] == nil { order.append(row.key) }
            values[row.key, default: []].append(row.value)
        }
        return order.map { ($0, (values[$0] ?? []).joined(separator: ", ")) }
    }
}
