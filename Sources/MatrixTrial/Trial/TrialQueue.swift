import FoundationEssentials
package import MatrixBuild
import MatrixHost
package import MatrixModel

/// Tests many cells and goes on after those that fail.
///
/// What is missing is built first, as a prebuild does it. Then cells are tested side by side: while one waits for monitors to open
/// their sockets others start or are measured, but never more are under load at once than `Trial` has turns for.
package struct TrialQueue: Sendable {
    let trial: Trial
    /// How many cells are up at once.
    let width: Int
    /// Is told of the builds.
    let observe: @Sendable (BuildEvent) -> Void

    package init(trial: Trial, width: Int, observe: @escaping @Sendable (BuildEvent) -> Void) {
        self.trial = trial
        self.width = max(1, width)
        self.observe = observe
    }

    /// The results in the order of the requests; each is also told as soon as it is there.
    package func run(
        _ requests: [TrialRequest], onResult: @escaping @Sendable (_ index: Int, TrialResult) async throws -> Void
    ) async throws -> [TrialResult] {
        var results = [Int: TrialResult]()
        var ready: [(Int, TrialRequest)] = []
        let failures = try await PrebuildRun(
            provisioner: trial.provisioner, failFast: false, force: requests.contains(where: \.force)
        ).failures(of: requests.map(\.served), observe: observe)
        for (index, request) in requests.enumerated() {
            let node = BuildNode.module(request.served.modWsgi, python: request.served.python)
            if let failure = try await trial.failureToProvision(request, knowing: failures[node]) {
                results[index] = failure
                try await onResult(index, failure)
            } else {
                ready.append((index, request))
            }
        }
        try await withThrowingTaskGroup(of: (Int, TrialResult).self) { group in
            var rest = ready[...]
            func startNext() {
                guard let (index, request) = rest.popFirst() else { return }
                group.addTask { (index, try await trial.result(of: request)) }
            }
            for _ in 0..<width { startNext() }
            for try await (index, result) in group {
                results[index] = result
                try await onResult(index, result)
                startNext()
            }
        }
        return requests.indices.compactMap { results[$0] }
    }
}

extension Trial {
    /// Builds what a cell needs and is not there; nil when it is. What has failed before is not tried again.
    fileprivate func failureToProvision(
        _ request: TrialRequest, knowing failure: (any Error)?
    ) async throws -> TrialResult? {
        try await told(request, as: Optional.some) {
            if let failure { throw failure }
            let provisioned = try await provisioner.provision(request.served, force: request.force)
            _ = try await builtDriver(request, for: provisioned)
            return nil
        }
    }

    /// As `run`, but what it throws is a result too: one cell's failure is not the run's.
    fileprivate func result(of request: TrialRequest) async throws -> TrialResult {
        try await told(request, as: \.self) { try await run(request) }
    }

    /// What `body` returns, or what it throws as a result; a cancellation is thrown.
    private func told<Value>(
        _ request: TrialRequest, as value: (TrialResult) -> Value, _ body: () async throws -> Value
    ) async throws -> Value {
        let startedAt = Timestamp(Date())
        let time = Stopwatch(host.clock)
        do {
            return try await body()
        } catch {
            try Task.checkCancellation()
            return value(
                TrialResult(
                    try name(of: request), findings: [Finding(.failed, evidence: "\(error)")],
                    expected: request.expected, startedAt: startedAt, seconds: time.seconds))
        }
    }

    /// What the cell is called before its driver is there.
    package func name(of request: TrialRequest) throws -> TrialCell {
        let drivers = provisioner.recipes.driver
        let driver: String =
            switch request.application.driver {
            case .newest?:
                drivers.newest(for: request.served.python).map { "\(Driver.release($0))" } ?? "pymongo-newest"
            case .release(let text)?: "\(Driver.release(try drivers.resolve(text)))"
            case .checkout?: "checkout"
            case nil: TrialCell.noDriver
            }
        return TrialCell(served: request.served, topology: request.topology, driver: driver)
    }
}
