import MatrixHost
import MatrixModel
import MatrixServers

extension CellMeasurement {
    mutating func apply(_ interlude: Control.Action) async throws {
        switch interlude {
        case .restartMongoDB: try await restartMongoDB()
        case .gracefulRestart: try await restartApache()
        }
    }

    /// Requests fail while the server is away, over a hundred in each sub-interpreter, and have to succeed again soon after it
    /// is back.
    private mutating func restartMongoDB() async throws {
        guard let mongo else { return }
        try await mongo.stopAll()
        let away = try open(concurrency: 1, continueOnError: true)
        // One that blocks does so for every request to come.
        for _ in 0..<250 where away.total().failed[.timeout] == nil {
            _ = try await away.send(1) { _ in }
            try Task.checkCancellation()
        }
        let failing = away.total()
        try await mongo.startAll()
        let time = Stopwatch(host.clock)
        var last = failing
        while time.elapsed < .seconds(20) {
            last = try await open(concurrency: 1).send(1) { _ in }
            try Task.checkCancellation()
            if last.ok == 1 { return }
            if last.failed[.timeout] != nil { break }
            try await host.clock.sleep(for: .milliseconds(200))
        }
        seen.findings.append(
            try await evidence.noRecovery(afterFailures: failing.failures, seconds: time.seconds, last: last))
    }

    /// Returns when other workers answer on all mounts.
    private mutating func restartApache() async throws {
        _ = observer.workers.restartGracefully()
        try await host.clock.sleep(for: .seconds(1))
        for url in plan.urls {
            let answer = try await host.clock.poll(within: .seconds(20)) {
                try? await host.http.get(url, profile.timeout)
            }
            guard answer?.status == 200 else { return }
        }
        // They are not the ones that were primed.
        if deaths.look().wasRestarted { try await prime() }
    }
}
