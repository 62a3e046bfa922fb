import CCurl
import Synchronization

/// Lets another thread end a transfer at once, even while it waits for the network.
final class Cancellation: Sendable {
    private struct State {
        var isCancelled = false
        /// The address of the `CURLM` that is at work, or 0.
        var multi: UInt = 0
    }

    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    func cancel() {
        state.withLock {
            $0.isCancelled = true
            // Still alive: it is only torn down after `detach`, which needs the same mutex.
            if let multi = UnsafeMutableRawPointer(bitPattern: $0.multi) { curl_multi_wakeup(multi) }
        }
    }

    func attach(_ multi: UnsafeMutableRawPointer) {
        let address = UInt(bitPattern: multi)
        state.withLock { $0.multi = address }
    }

    func detach() { state.withLock { $0.multi = 0 } }
}
