import MatrixBuild
import MatrixHost
import MatrixModel
import Synchronization
import SystemPackage

/// Shows a run of builds while it goes on: on a terminal, in a pipe, or to a machine; and keeps its timeline in a file.
final class ProgressTeller: Sendable {
    /// For the builds: what they say stands above the lines that change.
    let console: Console
    private let form: ProgressOptions.Form
    private let own: Console
    private let clock: any Clock<Duration>
    private let time: Stopwatch
    private let jobserver: Jobserver
    private let timeline: FilePath?
    private let showsOutput: Bool
    private let status = Mutex(PrebuildStatus())

    private static let redrawInterval = Duration.milliseconds(250)

    /// Without a form: as it fits standard error. With `showsOutput` a terminal has the last line of each build's log, too.
    /// Empties the timeline's file; throws `FileError`.
    init(
        console: Console, clock: any Clock<Duration>, form: ProgressOptions.Form?, jobserver: Jobserver,
        timeline: FilePath?, showsOutput: Bool = false
    ) throws {
        self.showsOutput = showsOutput
        let form = form ?? (console.isInteractive ? .terminal : .plain)
        let time = Stopwatch(clock)
        (self.form, self.clock, self.time, self.jobserver, self.timeline) = (form, clock, time, jobserver, timeline)
        own = console
        var quiet = console
        quiet.transient = { _ in }
        // A fetch then tells its end only.
        quiet.isInteractive = form != .plain
        if form == .json {
            quiet.note = { text in
                var record = ProgressRecord(event: "note", at: time.elapsed, jobs: jobserver.inUse)
                record.text = text
                if let line = try? jsonLine(record) { console.note(line) }
            }
        }
        self.console = quiet
        if let timeline { try Files.replaceFile(timeline, "") }
    }

    /// Runs `body`, and shows how it stands for as long as it runs.
    func following<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let ticker = Task {
            while !Task.isCancelled {
                tick()
                try await clock.sleep(for: Self.redrawInterval)
            }
        }
        defer {
            ticker.cancel()
            own.transient("")
        }
        return try await body()
    }

    @Sendable func note(_ event: BuildEvent) {
        let now = time.elapsed
        status.withLock { $0.note(event, at: now) }
        let record = ProgressRecord(event, at: now, jobs: jobserver.inUse)
        append(record)
        switch form {
        case .json: if let line = try? jsonLine(record) { own.note(line) }
        case .plain: if let words = record.words { own.note(words) }
        case .terminal: if record.event == "finished", let words = record.words { own.note(words) }
        }
    }

    private func tick() {
        let (now, inUse) = (time.elapsed, jobserver.inUse)
        append(ProgressRecord(event: "jobs", at: now, jobs: inUse))
        guard form == .terminal else { return }
        let status = status.withLock { $0 }
        let lines = ProgressLines(
            status: status, now: now, jobs: jobserver.tokens, jobsInUse: inUse,
            lastLine: showsOutput ? { Self.lastLine(of: $0) } : nil
        ).lines
        own.transient(lines.joined(separator: "\n"))
    }

    /// Compilers' lines are long: what does not fit a terminal is cut off there.
    private static func lastLine(of log: FilePath) -> String? {
        guard let tail = try? Files.readTail(log, limit: ByteCount(4 << 10)) else { return nil }
        return tail.split(separator: "\n").last(where: { !$0.hasPrefix("#") }).map(String.init)
    }

    private func append(_ record: ProgressRecord) {
        guard let timeline, let line = try? jsonLine(record) else { return }
        try? Files.appendText(timeline, line + "\n")
    }
}
