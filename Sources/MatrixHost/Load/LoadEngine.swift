import MatrixModel

/// A closed loop: as many requests under way as the plan says, each answer followed by the next request. Used by one
/// thread at a time.
final class LoadEngine {
    private let plan: LoadPlan
    private let judge: LoadJudge
    private let transport: any LoadTransport
    private var choice: SplitMix64

    init(plan: LoadPlan) throws {
        self.plan = plan
        judge = LoadJudge(plan)
        choice = SplitMix64(seed: plan.seed)
        let events = try SocketEvents()
        let origins = plan.urls.compactMap(PlainURL.init)
        transport =
            if origins.count == plan.urls.count {
                SocketTransport(plan: plan, urls: origins, events: events)
            } else { try CurlTransport(plan: plan, events: events) }
    }

    /// Sends so many requests. Blocks until they are answered, one fails that may not, or it is interrupted.
    func send(
        _ requests: Int, interruption: LoadInterruption, onProgress: (LoadProgress) -> Void
    ) throws -> LoadTally {
        let start = ContinuousClock.now
        var tally = LoadTally(urls: plan.urls.count)
        var lastReport = start
        transport.events.want(.init(reads: true), on: interruption.descriptor)
        defer {
            transport.abandon()
            transport.events.remove(interruption.descriptor)
        }
        while tally.answered < requests, !interruption.isRequested {
            if tally.failures > 0 && !plan.continueOnError { break }
            while tally.sent < requests, tally.sent - tally.answered < max(1, plan.concurrency) {
                try transport.begin(choice.nextIndex(below: plan.urls.count))
                tally.begin()
            }
            try transport.turn { count($0, &tally) }
            let now = ContinuousClock.now
            if now - lastReport > .milliseconds(200) {
                lastReport = now
                onProgress(LoadProgress(answered: tally.answered, failures: tally.failures, requests: requests))
            }
        }
        tally.duration = ContinuousClock.now - start
        tally.isComplete = tally.answered >= requests
        return tally
    }

    private func count(_ answer: LoadAnswer, _ tally: inout LoadTally) {
        if answer.failure == nil { tally.record(microseconds: answer.microseconds) }
        if let failure = judge.failure(of: answer) {
            tally.fail(failure.kind, failure.reason)
        } else {
            tally.succeed(url: answer.place)
        }
    }
}
