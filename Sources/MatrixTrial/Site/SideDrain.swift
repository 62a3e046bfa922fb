import FoundationEssentials
import MatrixHost

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
        let url = "http://127.0.0.1:\(port)/server-status?auto"
        guard let answer = try? await host.http.get(url, .seconds(3)), answer.status == 200 else { return 1 }
        for line in String(decoding: answer.body, as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("BusyWorkers: "), let count = Int(line.dropFirst(13)) { return max(0, count - 1) }
        }
        return 1
    }

    /// Shared by the polls of one wait, which run one after the other.
    private final class Progress {
        var busy = 1
        var quiet = 0
    }
}
