import MatrixModel
import NIOCore

/// Answers a hello that waits: once, or, when the client takes a stream of answers, until something ends it.
final class HelloStream {
    private let topology: TopologyVersion
    private let loop: NIOIsolatedEventLoop
    private var wait: TopologyWait
    private let isExhaust: Bool
    private let send: (BSONDocument, _ isLast: Bool) -> Void
    private var pending: TopologyVersion.Waiter?
    private var isEnding = false

    init(
        _ topology: TopologyVersion, on loop: NIOIsolatedEventLoop, _ wait: TopologyWait, isExhaust: Bool,
        send: @escaping (BSONDocument, _ isLast: Bool) -> Void
    ) {
        self.topology = topology
        self.loop = loop
        self.wait = wait
        self.isExhaust = isExhaust
        self.send = send
    }

    func start() {
        let waiter = topology.wait(newerThan: wait.known, upTo: wait.limit, on: loop) { [weak self] in self?.answer() }
        // Without one the answer was given at once, and what waits now is of the start after it.
        if let waiter { pending = waiter }
    }

    /// A stream ends with the next answer, which it gives at once; a single answer is waited for.
    func end() {
        guard isExhaust, !isEnding else { return }
        isEnding = true
        cancel()
        answer()
    }

    func cancel() {
        pending?.cancel()
        pending = nil
    }

    private func answer() {
        pending = nil
        let isLast = !isExhaust || isEnding
        wait.known = topology.counter
        // Without a pause a client that asks for no waiting at all would keep this thread for itself.
        wait.limit = max(wait.limit, .milliseconds(100))
        send(wait.answer(), isLast)
        if !isLast, !isEnding { start() }
    }
}
