package import MatrixModel

/// Sends many requests to a server of ours and judges every answer.
package struct Load: Sendable {
    /// Gets ready to send the requests of a plan; nothing is sent yet.
    ///
    /// Throws `LoadError`: for a URL that is none, or when this process may not hold as many connections as the plan
    /// has requests under way (a soft limit of descriptors that is too low is raised as far as the hard one allows).
    package var open: @Sendable (_ plan: LoadPlan) throws -> LoadSession

    package init(open: @escaping @Sendable (LoadPlan) throws -> LoadSession) { self.open = open }

    /// Sends all requests of `plan` and returns what they met; see `LoadSession.send`.
    package func run(
        _ plan: LoadPlan, onProgress: @escaping @Sendable (LoadProgress) -> Void = { _ in }
    ) async throws -> LoadOutcome {
        try await open(plan).send(plan.requests, onProgress)
    }
}

/// A load that is sent in as many parts as one likes: connections that are kept and the sequence of URLs go on from part
/// to part, and the parts' latencies are added up exactly.
///
/// `plan.requests` plays no part here. One part at a time; what a session holds is let go with its last reference.
package struct LoadSession: Sendable {
    /// Sends the next `requests` requests and returns what these met.
    ///
    /// The first `plan.concurrency` of them are started in one turn of the loop: all connections are begun, then all
    /// requests are written one right after the other, before any answer is looked at (with libcurl each is on its way
    /// before that, no more). From then on each answered request is followed by the next. Without `continueOnError`
    /// the first failure ends the part, and with it whatever else ended in the same turn is counted. When the task is cancelled the part ends at once. Both return
    /// what was met until then, with `isComplete == false`; requests that were under way count as sent and as neither
    /// good nor failed. `onProgress` is called on the load's thread, five times a second at most.
    ///
    /// A request whose kept connection turns out to have been closed is sent again on a new one, once. Of a body the
    /// first MiB is looked at. No proxy is used and no redirect followed.
    /// Throws `LoadError.broken` when libcurl or the kernel refuses to go on.
    package var send:
        @Sendable (_ requests: Int, _ onProgress: @escaping @Sendable (LoadProgress) -> Void) async throws ->
            LoadOutcome
    /// What all parts that have ended met together; its `seconds` are those in which a part was under way.
    package var total: @Sendable () -> LoadOutcome

    package init(
        send: @escaping @Sendable (Int, @escaping @Sendable (LoadProgress) -> Void) async throws -> LoadOutcome,
        total: @escaping @Sendable () -> LoadOutcome
    ) {
        self.send = send
        self.total = total
    }
}

/// How far a load has come.
package struct LoadProgress: Sendable, Equatable {
    /// Good and failed ones.
    package var answered: Int
    package var failures: Int
    /// How many there will be.
    package var requests: Int

    package init(answered: Int, failures: Int, requests: Int) {
        self.answered = answered
        self.failures = failures
        self.requests = requests
    }
}
