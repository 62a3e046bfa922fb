import Foundation
import Glibc
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

/// `wsgimatrix` with one store, run as a user runs it.
struct Tool: Sendable {
    let store: FilePath
    var binary = builtBinary

    struct Outcome: Sendable {
        var status: MatrixHost.ExitStatus
        /// Standard output.
        var output: String
        /// Standard error.
        var messages: String

        func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: Data(output.utf8))
        }
    }

    /// Runs a verb to its end, whatever its exit code.
    func run(_ arguments: String...) async throws -> Outcome { try await run(arguments) }

    func run(_ arguments: [String]) async throws -> Outcome {
        let output = try await Processes.live.capture(command(arguments))
        return Outcome(
            status: output.status, output: output.standardOutput, messages: output.standardError)
    }

    /// Runs a verb that must succeed.
    @discardableResult
    func succeed(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws -> Outcome {
        let outcome = try await run(arguments)
        try #require(
            outcome.status == .exited(0), "\(arguments.joined(separator: " ")): \(outcome.messages)",
            sourceLocation: sourceLocation)
        return outcome
    }

    /// Runs a verb with `--json` that must succeed.
    func answer<Value: Decodable>(
        _ type: Value.Type, _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Value {
        let outcome = try await run(arguments + ["--json"])
        try #require(
            outcome.status == .exited(0), "\(arguments.joined(separator: " ")): \(outcome.messages)",
            sourceLocation: sourceLocation)
        return try outcome.decoded(as: type)
    }

    /// Starts a verb and returns as soon as its process is there; `cleanUp` ends it.
    func start(_ arguments: [String], cleanUp: CleanUp) async throws -> RunningTool {
        let older = Set(processes().map(\.identity))
        let task = Task { try await run(arguments) }
        cleanUp.add {
            task.cancel()
            _ = await task.result
        }
        var found: ProcessIdentity?
        try await wait(for: "the process of \(arguments)") {
            found = processes().map(\.identity).first { !older.contains($0) }
            return found != nil
        }
        return RunningTool(process: try #require(found), task: task)
    }

    private func command(_ arguments: [String]) -> Command {
        // The machine's own apt and pip are found through the environment; a store or recipes of the caller's are not.
        let environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("WSGIMATRIX_") }
        return Command(binary, arguments + ["--cache", store.string], environment: environment)
    }

    /// The runs of this tool with this store that this process started.
    private func processes() -> [ProcessRecord] {
        ProcessTable.live.all().filter {
            $0.parent == getpid() && $0.executable == binary.string && $0.commandLine.contains(store.string)
        }
    }
}

/// A run that is under way.
struct RunningTool: Sendable {
    let process: ProcessIdentity
    let task: Task<Tool.Outcome, any Error>

    /// Sends a signal and waits for the end.
    func end(by signal: Int32) async throws -> Tool.Outcome {
        if ProcessTable.live.lookup(process.pid)?.identity == process { kill(process.pid, signal) }
        return try await task.value
    }

    /// Whether it has that file open.
    func holdsOpen(_ path: (String) -> Bool) -> Bool {
        let folder = "/proc/\(process.pid)/fd"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).contains {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")).map(path) ?? false
        }
    }
}
