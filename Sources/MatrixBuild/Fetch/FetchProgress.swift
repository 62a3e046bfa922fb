import MatrixHost
import MatrixModel

/// Tells people how one file comes along: a line that moves on a terminal, two plain ones elsewhere.
struct FetchProgress: Sendable {
    private static let barWidth = 20

    private let console: Console
    private let fileName: String
    private let place: String
    private let elapsed: @Sendable () -> Duration

    init(host: Host, fileName: String, place: String) {
        console = host.console
        self.fileName = fileName
        self.place = place
        elapsed = Self.stopwatch(host.clock)
    }

    /// Runs one download and returns what to say once its bytes are found good.
    func following(_ download: (@escaping DownloadProgress) async throws -> Void) async throws -> String {
        if !console.isInteractive { console.note("fetching \(fileName) from \(place)") }
        defer { console.transient("") }
        let start = elapsed()
        let (size, resumedAt) = (Latest(), Latest())
        try await download { received, total in
            size.set(received)
            resumedAt.setOnce(received)
            console.transient(line(received, total, since: start, from: resumedAt.value))
        }
        return "fetched \(fileName): \(size.value) in \((elapsed() - start).components.seconds) s"
    }

    private func line(_ received: ByteCount, _ total: ByteCount?, since start: Duration, from: ByteCount) -> String {
        let seconds = max((elapsed() - start) / .seconds(1), 0.001)
        let speed = ByteCount(Int64(Double(received.bytes - from.bytes) / seconds))
        guard let total, total.bytes > 0 else { return "\(fileName)  \(received)  \(speed)/s" }
        let share = min(Double(received.bytes) / Double(total.bytes), 1)
        let filled = Int(share * Double(Self.barWidth))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.barWidth - filled)
        return "\(fileName)  [\(bar)] \(Int(share * 100))%  \(received)  \(speed)/s"
    }

    private static func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
