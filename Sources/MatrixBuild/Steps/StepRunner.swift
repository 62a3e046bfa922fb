import FoundationEssentials
import MatrixHost
import MatrixModel
import SystemPackage

/// Runs the steps of one build: each with its command, environment and output in one log, and a line for people.
struct StepRunner: Sendable {
    let host: Host
    /// What is being built: `Python 3.13.5`.
    let label: String
    let log: FilePath
    /// Told of each step; without it the console is.
    let onStep: (@Sendable (BuildStep) -> Void)?

    /// Starts an empty log.
    init(host: Host, label: String, log: FilePath, onStep: (@Sendable (BuildStep) -> Void)? = nil) throws {
        self.host = host
        self.label = label
        self.log = log
        self.onStep = onStep
        try Files.writeFile(log, "# \(label)\n")
        onStep?(.logs(log))
    }

    /// Runs `make` with as many jobs as the run has free, beside the one that the build holds.
    func make(
        _ step: String, _ arguments: [String] = [], environment: [String: String], in folder: FilePath,
        jobs: MakeJobs
    ) async throws {
        let command = Command("make", arguments, environment: environment, workingDirectory: folder)
        try await run(step, command, note: "# jobs: of the run's \(jobs.jobserver.tokens), by MAKEFLAGS\n") { log in
            try await jobs.jobserver.running(command, style: jobs.style, executable: host.environment.executable) {
                try await host.processes.run($0, log)
            }
        }
    }

    /// Runs a command to its end; a failure becomes `BuildError.stepFailed` with the first real error of the log.
    func run(_ step: String, _ command: Command) async throws {
        try await run(step, command) { try await host.processes.run(command, $0) }
    }

    private func run(
        _ step: String, _ command: Command, note: String = "", _ body: (_ log: FilePath) async throws -> ExitStatus
    ) async throws {
        let start = Date()
        append(
            """

            # step: \(step)
            # folder: \(command.workingDirectory?.string ?? ".")
            # environment: \(command.environment.sorted { $0.key < $1.key }.map { "\($0.key)='\($0.value)'" }.joined(separator: " "))
            # command: \(([command.executable.string] + command.arguments).map(quoted).joined(separator: " "))
            \(note)
            """)
        let before = try Files.status(log)?.size.bytes ?? 0
        let status = try await announcing(step) { try await body(log) }
        append("# \(status) after \(seconds(since: start)) s\n")
        guard status.isSuccess else {
            // What an earlier step printed is not why this one failed.
            let written = ByteCount(try (Files.status(log)?.size.bytes ?? 0) - before)
            let text = try? Files.readTail(log, limit: min(written, .mebibytes(8)))
            throw BuildError.stepFailed(
                label: label, step: step, status: "\(status)", cause: text.flatMap(firstRealError), log: log)
        }
    }

    /// Runs a step that is not a command.
    func perform(_ step: String, _ body: () async throws -> Void) async throws {
        append("\n# step: \(step)\n")
        try await announcing(step, body)
    }

    /// Adds a line to the log; a log that cannot be written does not fail a build.
    func append(_ text: String) { try? Files.appendText(log, text) }

    private func announcing<Value: Sendable>(_ step: String, _ body: () async throws -> Value) async throws -> Value {
        if let onStep {
            onStep(.began(step))
            defer { onStep(.ended(step)) }
            return try await body()
        }
        let start = Date()
        guard host.console.isInteractive else {
            host.console.note("\(label): \(step)")
            return try await body()
        }
        let (label, console, clock) = (label, host.console, host.clock)
        let ticker = Task {
            while !Task.isCancelled {
                console.transient("\(label): \(step) \(Int(-start.timeIntervalSinceNow)) s")
                try await clock.sleep(for: .seconds(1))
            }
        }
        defer { ticker.cancel() }
        let value = try await body()
        console.note("\(label): \(step) \(seconds(since: start)) s")
        return value
    }

    private func seconds(since start: Date) -> Double { (-start.timeIntervalSinceNow * 10).rounded() / 10 }

    private func quoted(_ word: String) -> String {
        let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_=./:,+%@".contains($0) }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}

/// Where a `make` takes its jobs from, and how it is told.
struct MakeJobs: Sendable {
    let jobserver: Jobserver
    let style: JobserverStyle
}
