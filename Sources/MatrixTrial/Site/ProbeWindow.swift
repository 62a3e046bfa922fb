import FoundationEssentials
import MatrixHost
import MatrixServers

/// Looks at a site through its front for a while: by asking it, and by what the front answered to anybody.
struct ProbeWindow {
    let host: Host
    let identity: CellIdentity
    let port: UInt16
    /// Also asked, when there is an application.
    let application: String?
    /// The front's access log.
    var log: FileFollower

    private let interval = Duration.milliseconds(100)

    /// Ends early when there were more failures than the budget has.
    mutating func watch(for duration: Duration, budget: Int) async throws -> SwapReport.Window {
        var window = SwapReport.Window()
        let start = ContinuousClock.now
        repeat {
            for mount in ApacheConfiguration.mounts { note(try await problem(mount), in: &window) }
            if let application { note(try await problem(ofApplication: application), in: &window) }
            window.serverErrors += log.newLines().count(where: Self.isServerError)
            window.seconds = (ContinuousClock.now - start) / .seconds(1)
            guard window.failures <= budget else { break }
            try await host.clock.sleep(for: interval)
        } while ContinuousClock.now - start < duration
        return window
    }

    /// Waits until the site answers as it should; returns whether it did.
    func awaitAnswer(within patience: Duration) async throws -> Bool {
        try await host.clock.poll(every: interval, within: patience) {
            for mount in ApacheConfiguration.mounts where try await problem(mount) != nil { return nil }
            return true
        } ?? false
    }

    private func note(_ problem: String?, in window: inout SwapReport.Window) {
        window.probes += 1
        guard let problem else { return }
        window.failedProbes += 1
        window.firstFailure = window.firstFailure ?? problem
    }

    private func problem(_ mount: String) async throws -> String? {
        do {
            return try await CellProbe(host: host, identity: identity, port: port).ask(mount)
        } catch let error as ServerError {
            return "\(error)"
        }
    }

    private func problem(ofApplication path: String) async throws -> String? {
        try await applicationProblem("http://127.0.0.1:\(port)\(path)", host: host)
    }

    /// `[time] pid "request" status bytes microseconds`.
    private static func isServerError(_ line: Substring) -> Bool {
        guard let quote = line.lastIndex(of: "\"") else { return false }
        return line[line.index(after: quote)...].split(separator: " ").first?.hasPrefix("5") ?? false
    }
}

/// What is wrong with a user's application; nil when it answers at all, for what it answers is its own affair.
func applicationProblem(_ url: String, host: Host) async throws -> String? {
    do {
        let status = try await host.http.get(url, .seconds(30)).status
        return status < 500 ? nil : "`\(url)` answers \(status)"
    } catch let error as HTTPProbeError {
        return "`\(url)`: \(error)"
    }
}
