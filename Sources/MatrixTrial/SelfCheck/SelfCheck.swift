import MatrixHost
package import MatrixModel
import MatrixServers

/// Shows whether the harness can see: tests what is known to be bad, and what is known to be good.
package struct SelfCheck: Sendable {
    let queue: TrialQueue
    let controls: [Control]
    let seed: @Sendable () -> UInt64

    /// Each test gets a seed of its own.
    package init(queue: TrialQueue, controls: [Control], seed: @escaping @Sendable () -> UInt64) {
        self.queue = queue
        self.controls = controls
        self.seed = seed
    }

    /// Tests every control so many times, each time with servers of its own.
    package func run(
        times: Int, onFound: @escaping @Sendable (SelfCheckResult) async throws -> Void
    ) async throws -> SelfCheckReport {
        let runs = (1...times).flatMap { number in controls.map { (control: $0, number: number) } }
        let requests = runs.map { run in
            request(run.control, seed: seed(), folder: "self-check/\(run.control.name)/\(run.number)")
        }
        @Sendable func found(_ index: Int, _ result: TrialResult) -> SelfCheckResult {
            SelfCheckResult(runs[index].control, run: runs[index].number, result)
        }
        let results = try await queue.run(requests) { index, result in
            try await onFound(found(index, result))
        }
        return SelfCheckReport(results: results.enumerated().map { found($0, $1) })
    }

    private func request(_ control: Control, seed: UInt64, folder: String) -> TrialRequest {
        let driver = DriverSelection.release("\(control.driver)")
        var profile = TrialProfile.quick
        if control.isSerial { profile.concurrency = 1 }
        return TrialRequest(
            served: Cell(python: control.python, modWsgi: control.modWsgi, mode: control.mode, mpm: .event),
            topology: control.topology,
            application: control.app.map { .control($0, driver) } ?? .ours(driver), profile: profile,
            seed: seed,
            furtherDirectives: control.directives.map { line in
                let words = line.split(separator: " ").map(String.init)
                return ApacheConfiguration.Directive(words.first ?? "", arguments: Array(words.dropFirst()))
            },
            interlude: control.action, folderName: folder)
    }
}
