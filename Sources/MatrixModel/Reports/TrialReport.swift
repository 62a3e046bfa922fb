/// The results of a run, in the order of its plan: what `--json` writes.
package struct TrialReport: Sendable, Equatable, Codable {
    /// The plan's content hash; nil for cells that were named one by one.
    package var plan: String?
    /// How many cells of each outcome; one without any is not listed.
    package var counts: [String: Int]
    package var results: [TrialResult]

    package init(_ results: [TrialResult], plan: String? = nil) {
        self.plan = plan
        self.results = results
        counts = results.reduce(into: [:]) { $0[$1.outcome.rawValue, default: 0] += 1 }
    }

    /// `14 passed, 1 expected-failure, 2 unsupported`.
    package var summary: String {
        let parts = Outcome.allCases.compactMap { outcome in
            counts[outcome.rawValue].map { "\($0) \(outcome.rawValue)" }
        }
        return parts.isEmpty ? "no cells" : parts.joined(separator: ", ")
    }

    /// 0 when all is as it should be, 1 when a cell failed, 2 when one only passed and should not have, 75 when cells were
    /// only lost.
    package var exitCode: Int32 {
        let outcomes = Set(results.map(\.outcome))
        if outcomes.contains(.failed) { return 1 }
        if outcomes.contains(.unexpectedPass) { return 2 }
        return outcomes.contains(.lost) ? 75 : 0
    }
}

extension TrialResult {
    /// What was found, or why nothing was, as paragraphs.
    package var explanation: String {
        var paragraphs = findings.map { "\($0.kind.rawValue): \($0.evidence)" }
        if let reason { paragraphs.append("\(verdict.rawValue): \(reason)") }
        if let expected {
            let words = outcome == .unexpectedPass ? "passed, though expected was" : "expected"
            paragraphs.append("\(words) \(expected.verdict.rawValue): \(expected.reason) (\(expected.source))")
        }
        return paragraphs.joined(separator: "\n")
    }

    /// How it was tested, as names and values.
    package var circumstances: [(name: String, value: String)] {
        var rows = [("driver", driver)]
        if let application { rows.append(("application", application)) }
        if let server {
            rows.append(("server", "\(server.kind) \(server.version)"))
            rows.append(("hosts", server.hosts.joined(separator: ",")))
        }
        if let profile { rows.append(("profile", profile)) }
        if requests.sent > 0 { rows.append(("requests", "\(requests.ok) good of \(requests.sent)")) }
        for kind in LoadFailure.allCases {
            if let count = requests.failed[kind] { rows.append(("requests.\(kind.rawValue)", "\(count)")) }
        }
        for phase in phases {
            let answered = phase.requests > 0 ? ", \(phase.requests) requests" : ""
            rows.append(("phase.\(phase.name)", "\(plain(phase.seconds)) s\(answered)"))
        }
        if let limits { rows.append(("limits.descriptors", "\(limits.descriptors)")) }
        if let seed { rows.append(("seed", "\(seed)")) }
        if let folder { rows.append(("folder", folder)) }
        return rows
    }
}
