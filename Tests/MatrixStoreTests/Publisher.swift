import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

/// A process of its own that publishes a fixed small tree or activates a generation, under strace when something is to
/// happen to its calls.
enum Publisher {
    static let executable = HostEnvironment.current().executable.removingLastComponent().appending("StorePublisher")

    static func run(
        _ store: FilePath, _ arguments: [String] = [], strace options: [String]? = nil
    ) async throws -> CapturedOutput {
        let environment = ["PATH": "/usr/bin:/bin"]
        guard let options else {
            return try await Processes.live.capture(
                Command(executable, [store.string] + arguments, environment: environment))
        }
        return try await Processes.live.capture(
            Command("strace", options + [executable.string, store.string] + arguments, environment: environment))
    }

    /// Whether strace is there and may trace here.
    static func canTrace() async -> Bool {
        let command = Command("strace", ["-o", "/dev/null", "true"], environment: ["PATH": "/usr/bin:/bin"])
        return (try? await Processes.live.capture(command).status.isSuccess) ?? false
    }
}

extension Trait where Self == ConditionTrait {
    static var needsTracing: Self {
        .enabled("strace is missing or may not trace: `make deps` installs it") { await Publisher.canTrace() }
    }
}
