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

    /// Starts an empty log.
    init(host: Host, label: String, log: FilePath) throws {
        self.host = host
        self.label = label
        self.log = log
        try Files.writeFile(log, "# \(label)\n")
    }

    /// Runs a command to its end; a failure becomes `BuildError.stepFailed` with the first real error of the log.
    func run(_ step: String, _ command: Command) async throws {
        let start = Date()
        append(
            """

            # step: \(step)
            # folder: \(command.workingDirectory?.string ?? ".")
            # environment: \(command.environment.sorted { $0.key < $1.key }.map { "\($0.key)='\($0.value)'" }.joined(separator: " "))
            # command: \(([command.executable.string] + command.arguments).map(quoted).joined(separator: " "))

            """)
        let before = try Files.status(log)?.size.bytes ?? 0
        let status = try await announcing(step) { try await host.processes.run(command, log) }
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
