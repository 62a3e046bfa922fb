import Glibc
import Subprocess
import Synchronization
import SystemPackage

extension Processes {
    /// Real children through swift-subprocess.
    package static let live = Processes(
        run: { try await runLogged($0, log: $1) { _ in } }, capture: runCaptured,
        runTelling: { try await runLogged($0, log: $1, started: $2) })

    private static let captureLimit = 16 << 20

    @Sendable private static func runLogged(
        _ command: Command, log: FilePath, started: @escaping @Sendable (Int32) -> Void
    ) async throws -> ExitStatus {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(
                log, .writeOnly, options: [.append, .create, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
        } catch let errno as Errno {
            throw ProcessError.logNotWritable(log, errno)
        }
        defer { try? descriptor.close() }
        return try await withGroup(of: command) { configuration, group in
            try await Subprocess.run(
                configuration, input: .none,
                output: .fileDescriptor(descriptor, closeAfterSpawningProcess: false),
                error: .fileDescriptor(descriptor, closeAfterSpawningProcess: false)
            ) {
                group.leader = $0.processIdentifier.value
                started($0.processIdentifier.value)
            }.terminationStatus
        } result: {
            ExitStatus($0)
        }
    }

    @Sendable private static func runCaptured(_ command: Command) async throws -> CapturedOutput {
        try await withGroup(of: command) { configuration, group in
            try await Subprocess.run(
                configuration, input: .none, output: .string(limit: captureLimit), error: .string(limit: captureLimit)
            ) { group.leader = $0.processIdentifier.value }
        } result: {
            CapturedOutput(
                status: ExitStatus($0.terminationStatus), standardOutput: $0.standardOutput,
                standardError: $0.standardError)
        }
    }

    /// Runs `body`; on cancellation ends what is left of the child's process group before it throws.
    ///
    /// The library's own teardown stops as soon as the leader is gone, but a compiler under `make -j` may outlive it.
    private static func withGroup<Outcome, Value>(
        of command: Command, body: (Configuration, ProcessGroup) async throws -> Outcome, result: (Outcome) -> Value
    ) async throws -> Value {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(2))
        ]
        let environment = command.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        let configuration = Configuration(
            executable: command.executable.isAbsolute ? .path(command.executable) : .name(command.executable.string),
            arguments: Arguments(command.arguments),
            environment: .custom(Dictionary(uniqueKeysWithValues: environment)),
            workingDirectory: command.workingDirectory, platformOptions: options)
        let group = ProcessGroup()
        defer { if Task.isCancelled { group.kill() } }
        do {
            let outcome = try await body(configuration, group)
            try Task.checkCancellation()
            return result(outcome)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw ProcessError.cannotStart(executable: command.executable.string, reason: "\(error)")
        }
    }
}

private final class ProcessGroup: Sendable {
    private let storage = Mutex<pid_t>(0)

    var leader: pid_t {
        get { storage.withLock { $0 } }
        set { storage.withLock { $0 = newValue } }
    }

    func kill() {
        let leader = leader
        if leader > 1 { _ = Glibc.kill(-leader, SIGKILL) }
    }
}

extension ExitStatus {
    fileprivate init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let signal): self = .signalled(signal)
        }
    }
}
