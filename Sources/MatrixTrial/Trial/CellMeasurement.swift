import MatrixHost
import MatrixModel
import MatrixServers
import SystemPackage

/// Sends a served cell its requests, phase by phase, and writes down what it sees.
///
/// The first thing that is plainly wrong ends it: what comes after a crash or a hang tells nothing more.
struct CellMeasurement {
    let host: Host
    let profile: TrialProfile
    /// How many each of Apache's processes may have open.
    let descriptors: Int
    let turns: Turns
    let application: TrialApplication
    /// What to send, but for how many at once.
    let plan: LoadPlan
    let observer: CellObserver
    let evidence: EvidenceTaker
    /// What happens between priming and measuring, in a control.
    let interlude: Control.Action?
    /// Nil for an application without a database.
    let mongo: RunningMongo?
    var deaths: DeathWatch
    var seen = Observations()

    mutating func run() async throws {
        try await prime()
        if seen.findings.isEmpty { try await checkExtensions() }
        if seen.findings.isEmpty, let interlude { try await apply(interlude) }
        var attempts = 0
        while seen.findings.isEmpty, try await turns.withTurn({ try await measure() }) == .restarted {
            // Somebody restarted Apache: other workers, which have to be primed anew.
            attempts += 1
            guard attempts < 4 else {
                seen.findings.append(
                    Finding(.failed, evidence: "Apache was restarted \(attempts) times, and nothing could be measured"))
                break
            }
            try await prime()
        }
        // What was too short to be judged ended with a finding.
        seen.findings += LeakJudge(seen.samples, idleConnectionRate: seen.idleConnectionRate ?? 0).findings
    }

    private enum Ending { case complete, restarted }

    /// In parallel, then idle until all that a driver opens late is open.
    mutating func prime() async throws {
        let time = Stopwatch(host.clock)
        try await turns.withTurn { try await fill() }
        let idle = Stopwatch(host.clock)
        var counts: [Sample.Server] = []
        var seconds: [Double] = []
        while seen.findings.isEmpty, time.elapsed < profile.settle || idle.elapsed < .seconds(5) || !isFlat(counts),
            idle.elapsed < profile.settle + .seconds(8)
        {
            if let count = await observer.counts() {
                counts.append(count)
                seconds.append(idle.seconds)
            }
            try await host.clock.sleep(for: .milliseconds(500))
        }
        // The median of all slopes does not see the one step that a driver's last monitors make.
        seen.idleConnectionRate = Series(x: seconds, y: counts.map { Double($0.totalConnections) }).theilSenSlope
    }

    private func isFlat(_ counts: [Sample.Server]) -> Bool { Set(counts.suffix(3).map(\.currentConnections)).count < 2 }

    /// The parts grow with what was sent, so that a leak that began to show does not run into the limit between two looks:
    /// at the limit a driver fails, hangs or dies, and that is not what is wrong with it.
    private mutating func fill() async throws {
        let session = try open(concurrency: profile.concurrency)
        let before = await observer.sample(requests: 0, seconds: 0)
        let time = Stopwatch(host.clock)
        var sent = 0
        while sent < profile.prime, seen.findings.isEmpty {
            let part = min(max(profile.concurrency, sent / 2), profile.prime - sent)
            try await send(part, as: "prime", session: session)
            sent += part
            host.console.transient("prime: \(sent) of \(profile.prime) requests")
            let now = await observer.sample(requests: sent, seconds: time.seconds)
            seen.findings += [Finding.exhaustion(from: before, to: now, limit: descriptors)].compactMap(\.self)
        }
    }

    /// One after the other, with a look at the idle cell after every slice.
    private mutating func measure() async throws -> Ending {
        let session = try open(concurrency: 1)
        let time = Stopwatch(host.clock)
        seen.samples = [await observer.sample(requests: 0, seconds: 0)]
        var sent = 0
        while sent < profile.measure, seen.findings.isEmpty {
            let part = min(profile.slice, profile.measure - sent)
            if try await send(part, as: "measure", session: session) == .restarted { return .restarted }
            sent += part
            host.console.transient("measure: \(sent) of \(profile.measure) requests")
            seen.samples.append(await observer.sample(requests: sent, seconds: time.seconds))
            if LeakJudge(seen.samples).isObvious { break }
        }
        return .complete
    }

    /// Sends one part; anything plainly wrong becomes a finding.
    @discardableResult
    private mutating func send(_ requests: Int, as phase: String, session: LoadSession) async throws -> Ending {
        let outcome = try await session.send(requests) { _ in }
        try Task.checkCancellation()
        seen.note(outcome, phase: phase, total: session.total())
        var events = deaths.look()
        if outcome.failures > 0 || events.isDeath, !events.tellsSignals {
            // Apache looks after its children once a second, and only then tells of what one died.
            let time = Stopwatch(host.clock)
            while !events.tellsSignals, time.elapsed < .milliseconds(1500) {
                try await host.clock.sleep(for: .milliseconds(100))
                events.add(deaths.look())
            }
        }
        if events.isDeath {
            seen.findings += try await evidence.crashes(events, allAnswered: seen.failures == 0)
        }
        if outcome.failures > 0 {
            seen.findings += try await evidence.failures(outcome, phase: phase, timeout: profile.timeout)
        }
        return events.wasRestarted && seen.findings.isEmpty ? .restarted : .complete
    }

    /// Asks each sub-interpreter whether the driver works with its C extension there.
    private mutating func checkExtensions() async throws {
        guard application.tellsWhatItIs else { return }
        var without: [String] = []
        var driver = ""
        for url in plan.urls {
            guard let body = try? await host.http.get(url, profile.timeout).body,
                let answer = ApplicationAnswer(json: body)
            else {
                // Silence is no proof of an extension.
                seen.findings.append(
                    Finding(.failed, evidence: "`\(url)` does not tell whether its driver has a C extension"))
                continue
            }
            driver = "PyMongo \(answer.pymongo)"
            if answer.hasC.values.contains(false) { without.append(answer.applicationGroup) }
        }
        seen.findings += [Finding.noCExtension(in: without, of: plan.urls.count, driver: driver)].compactMap(\.self)
    }

    func open(concurrency: Int, continueOnError: Bool = false) throws -> LoadSession {
        var plan = plan
        plan.concurrency = concurrency
        plan.continueOnError = continueOnError
        return try host.load.open(plan)
    }
}
