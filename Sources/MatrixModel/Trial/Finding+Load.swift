extension Finding {
    /// What the load's failures come to: time-outs are a hang, foreign types an isolation, all else is failed.
    ///
    /// - Parameters:
    ///   - phase: what the load was for, such as `prime`.
    ///   - timeout: how long a request was waited for.
    ///   - stacks: of the workers while they hung, when there was a debugger to make them.
    package static func findings(
        of load: LoadOutcome, phase: String, timeout: Duration, stacks: String? = nil
    ) -> [Finding] {
        let kinds = LoadFailure.allCases.filter { (load.failed[$0] ?? 0) > 0 }
        let isolated = kinds.filter { load.firstFailures[$0]?.contains("isolation:") == true }
        var findings: [Finding] = []
        if let count = load.failed[.timeout], count > 0 {
            findings.append(
                hang(timeouts: count, load: load, phase: phase, timeout: timeout, stacks: stacks))
        }
        for kind in isolated {
            findings.append(
                isolation(text: load.firstFailures[kind] ?? "", count: load.failed[kind] ?? 0, sent: load.sent))
        }
        let rest = kinds.filter { $0 != .timeout && !isolated.contains($0) }
        if !rest.isEmpty { findings.append(failed(rest, load: load, phase: phase)) }
        return findings
    }

    /// MongoDB was away and is back, and requests are not answered again.
    ///
    /// - Parameters:
    ///   - failures: how many requests failed while it was away.
    ///   - seconds: how long it has been back.
    ///   - last: what the last request met.
    ///   - stacks: of the workers by then, when there was a debugger to make them.
    package static func noRecovery(
        afterFailures failures: Int, seconds: Double, last: LoadOutcome, stacks: String? = nil
    ) -> Finding {
        var evidence =
            "MongoDB went away, \(decimal(Double(failures))) requests failed, MongoDB came back, and "
            + "\(decimal(seconds)) s later requests still are not answered"
        if let first = last.firstFailures.values.first { evidence += ": \(oneLine(first))" }
        if let stacks { evidence += "; what the workers were at:\n\(stacks)" }
        var figures = ["failuresBefore": Double(failures), "seconds": seconds]
        figures["timeouts"] = last.failed[.timeout].map(Double.init)
        return Finding(.hang, evidence: evidence, figures: figures)
    }

    private static func hang(
        timeouts: Int, load: LoadOutcome, phase: String, timeout: Duration, stacks: String?
    ) -> Finding {
        let seconds = Double(timeout.components.seconds) + Double(timeout.components.attoseconds) / 1e18
        var evidence =
            "\(decimal(Double(timeouts))) of \(decimal(Double(load.sent))) requests had no answer within "
            + "\(decimal(seconds, places: 1)) s (\(phase)), after \(decimal(Double(load.ok))) good ones"
        if let first = load.firstFailures[.timeout] { evidence += "; the first: \(oneLine(first))" }
        if let stacks { evidence += "; what the workers were at:\n\(stacks)" }
        return Finding(
            .hang, evidence: evidence,
            figures: [
                "timeouts": Double(timeouts), "sent": Double(load.sent), "ok": Double(load.ok), "seconds": seconds,
            ])
    }

    private static func failed(_ kinds: [LoadFailure], load: LoadOutcome, phase: String) -> Finding {
        let count = kinds.reduce(0) { $0 + (load.failed[$1] ?? 0) }
        let each = kinds.map { kind in
            "\(decimal(Double(load.failed[kind] ?? 0))) \(kind.rawValue)"
                + (load.firstFailures[kind].map { ", the first: \(oneLine($0))" } ?? "")
        }
        var figures = ["failed": Double(count), "sent": Double(load.sent), "ok": Double(load.ok)]
        for kind in kinds { figures[kind.rawValue] = Double(load.failed[kind] ?? 0) }
        return Finding(
            .failed,
            evidence: "\(decimal(Double(count))) of \(decimal(Double(load.sent))) requests failed (\(phase)): "
                + each.joined(separator: "; "), figures: figures)
    }

    private static func isolation(text: String, count: Int, sent: Int) -> Finding {
        let told = text.firstRange(of: "isolation:").map { text[$0.upperBound...].trimmingSpaces() } ?? Substring(text)
        return Finding(
            .isolation,
            evidence: "A sub-interpreter met objects of another one's classes in \(decimal(Double(count))) of "
                + "\(decimal(Double(sent))) requests: \(oneLine(String(told)))",
            figures: ["requests": Double(count), "sent": Double(sent)])
    }
}
