import MatrixHost
import MatrixModel
import MatrixServers
import SystemPackage

/// Gathers what can be had of the place where a cell went wrong, and makes findings of it.
struct EvidenceTaker {
    let host: Host
    let stacks: StackTaker
    /// Apache's, from when the requests began.
    let log: FileFollower
    /// Where dying processes leave their cores, and the program that these belong to.
    let cores: FilePath
    let program: FilePath

    /// Workers that died: by which signal, and where in C and in Python.
    func crashes(_ events: DeathWatch.Events, allAnswered: Bool) async throws -> [Finding] {
        let places = try await [pythonPlace(events), cPlace()].compactMap(\.self)
        let backtrace = places.isEmpty ? nil : places.joined(separator: "\n")
        let pids = events.gone + events.lines.compactMap { ChildDeath($0)?.pid }
        return Finding.crashes(
            before: events.before, after: events.after, log: events.lines,
            backtraces: Dictionary(pids.compactMap { pid in backtrace.map { (pid, $0) } }) { first, _ in first },
            allAnswered: allAnswered)
    }

    /// Requests that were not answered as they should have been.
    func failures(_ outcome: LoadOutcome, phase: String, timeout: Duration) async throws -> [Finding] {
        let isHanging = outcome.failed[.timeout] != nil
        let findings = Finding.findings(
            of: outcome, phase: phase, timeout: timeout, stacks: isHanging ? try await stacks.brief() : nil)
        var log = log
        guard let exception = ErrorLog.firstException(in: log.newLines()) else { return findings }
        return findings.map { finding in
            guard finding.kind == .failed, !finding.evidence.contains(exception) else { return finding }
            var finding = finding
            finding.evidence += "; the first exception in the server's log: \(exception)"
            return finding
        }
    }

    /// MongoDB is back, and requests are not answered again.
    func noRecovery(afterFailures failures: Int, seconds: Double, last: LoadOutcome) async throws -> Finding {
        Finding.noRecovery(afterFailures: failures, seconds: seconds, last: last, stacks: try await stacks.brief())
    }

    private func pythonPlace(_ events: DeathWatch.Events) throws -> String? {
        guard !events.pythonStack.isEmpty else { return nil }
        let path = try stacks.write("python-stack-of-crash.txt", events.pythonStack.joined(separator: "\n"))
        return briefStack(events.pythonStack, whole: path)
    }

    private func cPlace() async throws -> String? {
        guard let debugger = Debugger(host: host) else { return "(no C backtrace: gdb is not installed)" }
        // The kernel takes its time with a core.
        let core = try await host.clock.poll(within: .seconds(2)) {
            try Files.listFolder(cores).first { $0.hasPrefix("core") }.map { cores.appending($0) }
        }
        guard let core, let text = await debugger.stacks(inCore: core, of: program) else { return nil }
        let path = try stacks.write("c-stacks-of-crash.txt", text)
        return (StackText(text).firstFrames(8) + ["(whole: \(path))"]).joined(separator: "\n")
    }
}

/// What gdb prints of threads.
struct StackText {
    private let lines: [Substring]

    init(_ text: String) { lines = text.split(separator: "\n") }

    /// The innermost frames of the thread that died, which gdb is at when it opens a core.
    func firstFrames(_ count: Int) -> [String] {
        lines.filter { $0.hasPrefix("#") }.prefix(count).map(String.init)
    }
}
