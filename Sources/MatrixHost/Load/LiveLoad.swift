import MatrixModel
import Synchronization

extension Load {
    /// Real requests, all of a part on one thread of its own: over sockets of ours when each URL is `http` with an IPv4
    /// address, else through libcurl.
    package static let live = Load { plan in
        try validate(plan)
        try DescriptorLimit.makeRoom(for: plan.concurrency)
        let session = LiveLoadSession(plan: plan, engine: try LoadEngine(plan: plan))
        return LoadSession(send: session.send, total: session.total)
    }

    private static func validate(_ plan: LoadPlan) throws(LoadError) {
        if plan.urls.isEmpty { throw .noURL }
        for url in plan.urls where !["http://", "https://"].contains(where: { url.lowercased().hasPrefix($0) }) {
            throw .notAURL(redactingCredentials(in: url))
        }
    }
}

/// An engine with the sum of what its parts met.
private final class LiveLoadSession: Sendable {
    private let plan: LoadPlan
    private let engine: Mutex<LoadEngine>
    private let met: Mutex<LoadTally>

    init(plan: LoadPlan, engine: sending LoadEngine) {
        self.plan = plan
        self.engine = Mutex(engine)
        met = Mutex(LoadTally(urls: plan.urls.count))
    }

    @Sendable func send(
        _ requests: Int, _ onProgress: @escaping @Sendable (LoadProgress) -> Void
    ) async throws -> LoadOutcome {
        let interruption = try LoadInterruption()
        let tally = try await withTaskCancellationHandler {
            try await onOwnThread {
                try self.engine.withLock {
                    try $0.send(requests, interruption: interruption, onProgress: onProgress)
                }
            }
        } onCancel: {
            interruption.request()
        }
        met.withLock { $0.add(tally) }
        return tally.outcome(of: plan)
    }

    @Sendable func total() -> LoadOutcome { met.withLock { $0 }.outcome(of: plan) }
}
