import MatrixModel
import NIOCore

/// What hello says changes rarely; this number changes with it, and who waits for that is told.
final class TopologyVersion {
    /// Twelve bytes that no other start of a server has.
    let process: [UInt8]
    private(set) var counter: Int64 = 0
    private var waiters: [ObjectIdentifier: Waiter] = [:]

    init(process: [UInt8]) { self.process = process }

    var document: BSONDocument { ["processId": .objectID(process), "counter": .int64(counter)] }

    func advance() {
        counter += 1
        for waiter in waiters.values { waiter.fire() }
    }

    /// Calls `body` once: at once when `known` is old, else at the next change or when `limit` is over.
    func wait(
        newerThan known: Int64, upTo limit: Duration, on loop: NIOIsolatedEventLoop, _ body: @escaping () -> Void
    ) -> Waiter? {
        guard counter <= known else {
            body()
            return nil
        }
        let waiter = Waiter(topology: self, body)
        waiters[ObjectIdentifier(waiter)] = waiter
        waiter.timer = loop.scheduleTask(in: TimeAmount(limit)) { waiter.fire() }
        return waiter
    }

    /// Someone who waits.
    final class Waiter {
        private let topology: TopologyVersion
        private var body: (() -> Void)?
        fileprivate var timer: Scheduled<Void>?

        fileprivate init(topology: TopologyVersion, _ body: @escaping () -> Void) {
            self.topology = topology
            self.body = body
        }

        func cancel() {
            body = nil
            timer?.cancel()
            topology.waiters[ObjectIdentifier(self)] = nil
        }

        fileprivate func fire() {
            let body = body
            cancel()
            body?()
        }
    }
}
