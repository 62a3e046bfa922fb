import FoundationEssentials
import MatrixHost
import MatrixServers

/// Looks for a while at what users get: by asking, and by the log of what anybody was answered.
struct ProbeWindow {
    let host: Host
    let identity: CellIdentity
    let port: UInt16
    /// Also asked, when there is an application.
    let application: String?
    /// The access log of what users talk to.
    var log: FileFollower

    private let interval = Duration.milliseconds(100)

    /// Ends early when there were more failures than the budget has.
    mutating func watch(for duration: Duration, budget: Int) async throws -> SwapReport.Window {
        var window = SwapReport.Window()
        let start = ContinuousClock.now
        repeat {
            for mount in ApacheConfiguration.mounts { note(try await problem(mount), in: &window) }
            if let application { note(try await problem(ofApplication: application), in: &window) }
            window.serverErrors += newServerErrors()
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

    /// Waits until every mount has answered as it should several times in a row, each on a connection of its own; nil
    /// then, else what was wrong last.
    func awaitAgreement(within patience: Duration) async throws -> String? {
        var agreements = 0
        var last: String?
        let start = ContinuousClock.now
        while agreements < 3 {
            guard ContinuousClock.now - start < patience else { return last ?? "it did not answer" }
            var problems: [String] = []
            for mount in ApacheConfiguration.mounts {
                if let problem = try await problem(mount) { problems.append(problem) }
            }
            last = problems.first ?? last
            agreements = problems.isEmpty ? agreements + 1 : 0
            try await host.clock.sleep(for: .milliseconds(10))
        }
        return nil
    }

    /// How many requests of anybody got a 5xx since this was asked last.
    mutating func newServerErrors() -> Int { log.newLines().count(where: Self.isServerError) }

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
