import FoundationEssentials
import MatrixTrial

/// What a swap did, for people and as JSON.
struct SwapResult: Encodable {
    let report: SwapReport

    init(_ report: SwapReport) { self.report = report }

    func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }

    var text: String {
        guard report.isSwapped else { return "nothing to do: \(report.url) answers with \(report.to) already" }
        var lines = [
            "\(report.url) answers with \(report.to)", "  before      \(report.from)",
            "  pre-flight  \(seconds(report.preFlightSeconds))",
        ]
        if let transition = report.transition {
            let way = report.strategy == .restart ? "Apache was started anew" : "Apache reloaded"
            lines.append(
                "  cut-over    \(way) in \(transition.milliseconds) ms; \(transition.serverErrors) requests of anybody got "
                    + "a 5xx")
        }
        if let window = report.window {
            lines.append(
                "  probes      \(window.probes) in \(seconds(window.seconds)), \(window.failedProbes) failed; "
                    + "\(window.serverErrors) requests of anybody got a 5xx")
        }
        if let drain = report.drain {
            let cut = drain.unfinished == 0 ? "" : "; \(drain.unfinished) requests were cut off"
            lines.append("  old side    ended after \(seconds(drain.seconds))\(cut)")
        }
        return lines.joined(separator: "\n")
            + "\n\nback: wsgimatrix swap --rollback --site \(report.strategy == .zeroLoss ? report.site : report.to)"
    }

    private func seconds(_ value: Double) -> String { "\((value * 10).rounded() / 10) s" }
}
