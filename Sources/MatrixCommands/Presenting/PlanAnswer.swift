import MatrixModel

/// A plan with what it costs, for programs.
struct PlanAnswer: Encodable {
    var plan: PlanHeading
    var jobs: Int
    var totals: Totals
    var pythons: [Build]
    var pairs: [Build]
    var cells: [Row]

    struct Totals: Encodable {
        /// How many cells there are of each state; one without any is not listed.
        var cells: [String: Int]
        var pythons: [String: Int]
        var pairs: [String: Int]
        /// Of all that is to be built: CPU time, wall time with `jobs`, and what the store grows by.
        var cpuSeconds: Double
        var seconds: Double
        var bytes: Int64
    }

    struct Build: Encodable {
        var python: String
        /// Nil for the Python itself.
        var modWsgi: String?
        var state: String
        var reason: String?
        var estimate: Estimate?
    }

    struct Estimate: Encodable {
        var cpuSeconds: Double
        /// Wall time, alone, with all jobs.
        var seconds: Double
        var bytes: Int64
        var basis: BuildEstimate.Basis
    }

    struct Row: Encodable {
        var cell: String
        /// That of its pair; a cell may be unsupported where its pair is not, when its driver is.
        var state: String
        var reason: String?
        /// The verdict that the recipes expect, when it is not `passed`.
        var expected: String?
    }

    init(heading: PlanHeading, plan: Plan, cost: PlanCost) {
        self.plan = heading
        jobs = cost.jobs
        pythons = cost.pythons.map { Build($0, jobs: cost.jobs) }
        pairs = cost.pairs.map { Build($0, jobs: cost.jobs) }
        cells = plan.rows.map { Row($0, cost: cost) }
        totals = Totals(
            cells: counts(cells.map(\.state)), pythons: counts(pythons.map(\.state)), pairs: counts(pairs.map(\.state)),
            cpuSeconds: cost.toBuild.reduce(Duration.zero) { $0 + $1.cpu }.tenths, seconds: cost.duration.tenths,
            bytes: cost.size.bytes)
    }
}

extension PlanAnswer.Build {
    fileprivate init(_ cost: BuildCost, jobs: Int) {
        python = "\(cost.node.python)"
        modWsgi = cost.node.modWsgi.map { "\($0)" }
        state = cost.state.word
        switch cost.state {
        case .cached: break
        case .unsupported(let why): reason = why
        case .toBuild(let expected):
            estimate = .init(
                cpuSeconds: expected.cpu.tenths, seconds: expected.duration(jobs: jobs).tenths,
                bytes: expected.size.bytes, basis: expected.basis)
        }
    }
}

extension PlanAnswer.Row {
    fileprivate init(_ row: Plan.Row, cost: PlanCost) {
        let served = row.cell.served
        cell = "\(row.cell)"
        expected = row.expected?.verdict.rawValue
        reason = row.unsupported
        let pair = cost.state(of: .module(served.modWsgi, python: served.python))
        if reason == nil, case .unsupported(let why) = pair { reason = why }
        state = reason == nil ? pair?.word ?? "" : BuildCost.State.unsupported(reason: "").word
    }
}

extension BuildCost.State {
    var word: String {
        switch self {
        case .cached: "cached"
        case .toBuild: "to-build"
        case .unsupported: "unsupported"
        }
    }
}

extension Duration {
    /// In seconds, to a tenth.
    fileprivate var tenths: Double { (self / .seconds(1) * 10).rounded() / 10 }
}

private func counts(_ words: [String]) -> [String: Int] { words.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
