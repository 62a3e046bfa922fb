import MatrixModel
import MatrixServers

/// The test of one cell, as a person reads it.
struct TestReport {
    let result: TrialResult

    var text: String {
        var lines = ["\(result.cell): \(result.outcome == .failed ? result.verdict.rawValue : result.outcome.rawValue)"]
        if !result.explanation.isEmpty {
            lines +=
                [""] + result.explanation.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
            lines.append("")
        }
        var rows: [[String]] = []
        if let server = result.server {
            rows.append(["MongoDB", "\(words(of: server)), \(server.hosts.joined(separator: ", "))"])
        }
        rows.append(["driver", result.driver])
        if let application = result.application { rows.append(["application", application]) }
        rows += result.phases.map { phase in
            let requests = phase.requests > 0 ? "\(phase.requests) requests in " : ""
            let rate = phase.requests > 0 ? ", \(decimal(phase.rate)) a second" : ""
            return [phase.name, "\(requests)\(decimal(phase.seconds, places: 1)) s\(rate)"]
        }
        if let latency = result.latency {
            rows.append([
                "latency",
                "p50 \(decimal(latency.p50, places: 1)) ms, p99 \(decimal(latency.p99, places: 1)) ms, max \(decimal(latency.max, places: 1)) ms",
            ])
        }
        rows += held
        if let rate = result.idleConnectionRate, rate >= 0.5 {
            rows.append(["idle", "\(decimal(rate, places: 1)) new connections a second without a request"])
        }
        if let limits = result.limits { rows.append(["limit", "\(limits.descriptors) descriptors a process"]) }
        if let seed = result.seed { rows.append(["seed", "\(seed)"]) }
        if let folder = result.folder { rows.append(["folder", folder]) }
        let width = rows.map { $0[0].count }.max() ?? 0
        lines += rows.map { "  " + $0[0] + String(repeating: " ", count: width + 2 - $0[0].count) + $0[1] }
        return lines.joined(separator: "\n")
    }

    /// What the cell held at the measurement's beginning and at its end.
    private var held: [[String]] {
        guard let first = result.samples.first, let last = result.samples.last, result.samples.count > 1 else {
            return []
        }
        func moved(_ name: String, _ value: (Sample) -> Int?) -> [[String]] {
            guard let before = value(first), let after = value(last) else { return [] }
            return [[name, "\(before) → \(after)"]]
        }
        return moved("descriptors") { $0.processes.map(\.descriptors).reduce(0, +) }
            + moved("memory, kB") { $0.processes.map(\.residentKilobytes).reduce(0, +) }
            + moved("connections") { $0.server?.currentConnections }
    }

    /// An embedded server is never called MongoDB without saying what it is.
    private func words(of server: TrialResult.Server) -> String {
        let kind = MongoServerKind(rawValue: server.kind)?.words ?? server.kind
        return server.version.isEmpty ? kind : "\(kind), version \(server.version)"
    }
}
