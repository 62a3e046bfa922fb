import MatrixHost
import MatrixServers

/// Waits until a side that gets no more requests has answered those that it has.
struct SideDrain {
    let host: Host
    let port: UInt16

    /// A request may have read the map just before it changed and reach the side a moment later.
    private let quietPolls = 5
    private let interval = Duration.milliseconds(100)

    /// How many requests are left when it is over: 0, unless `patience` ended before.
    func wait(within patience: Duration) async throws -> Int {
        let progress = Progress()
        _ = try await host.clock.poll(every: interval, within: patience) { () -> Bool? in
            progress.busy = await busy()
            progress.quiet = progress.busy == 0 ? progress.quiet + 1 : 0
            return progress.quiet >= quietPolls ? true : nil
        }
        return progress.busy
    }

    /// The workers in use, but for the one that answers this; one at least when it does not answer.
    private func busy() async -> Int {
        guard let busy = await ServerStatusPage.read(port: port, host: host)?.busyWorkers else { return 1 }
        return max(0, busy - 1)
    }

    /// Shared by the polls of one wait, which run one after the other.
    private final class Progress {
        var busy = 1
        var quiet = 0
    }
}
