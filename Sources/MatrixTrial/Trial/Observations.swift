import MatrixModel

/// What a measurement has met so far.
struct Observations {
    var phases: [TrialResult.Phase] = []
    /// Of the measurement alone: after a restart of Apache it begins anew.
    var samples: [Sample] = []
    var findings: [Finding] = []
    /// New connections a second after priming, while nothing was asked of the cell.
    var idleConnectionRate: Double?
    /// Of all phases.
    var requests = TrialResult.Requests(sent: 0, ok: 0, failed: [:])
    var latency: LoadOutcome.Latency?

    var failures: Int { requests.failed.values.reduce(0, +) }

    /// Adds one part of a phase; `total` is the phase's load so far.
    mutating func note(_ part: LoadOutcome, phase: String, total: LoadOutcome) {
        requests += part
        let whole = TrialResult.Phase(name: phase, requests: total.sent, seconds: total.seconds)
        if phases.last?.name == phase { phases[phases.count - 1] = whole } else { phases.append(whole) }
        latency = total.latency
    }
}
