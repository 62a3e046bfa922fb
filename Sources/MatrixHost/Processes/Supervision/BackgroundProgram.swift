import Glibc
import Synchronization
package import SystemPackage

/// A program that runs on when the task that started it ends or is cancelled.
///
/// Supervised, it ends with this process at the latest; else it outlives this process.
package final class BackgroundProgram: Sendable {
    private let outcome = Mutex<Result<ExitStatus, any Error>?>(nil)

    /// Returns when the process is there, or could not be started: whoever looks for it then, finds it.
    fileprivate init(
        _ run: @escaping @Sendable (_ started: @escaping @Sendable (Int32) -> Void) async throws -> ExitStatus
    ) async {
        await withCheckedContinuation { continuation in
            let start = Mutex<CheckedContinuation<Void, Never>?>(continuation)
            let told: @Sendable () -> Void = { start.withLock { $0.take() }?.resume() }
            Task {
                let result: Result<ExitStatus, any Error>
                do { result = .success(try await run { _ in told() }) } catch { result = .failure(error) }
                outcome.withLock { $0 = result }
                told()
            }
        }
    }

    /// How it ended, nil while it runs; throws `ProcessError` when it could not be started. A supervised program has
    /// ended when nothing is left of what it started either.
    package func status() throws -> ExitStatus? { try outcome.withLock { try $0?.get() } }
}

extension Host {
    /// Starts a program in a session of its own with both output streams appended to `log`; returns when its process, or
    /// its supervisor's, is there.
    package func startInBackground(
        _ command: Command, log: FilePath, supervision: Supervision? = nil
    ) async throws -> BackgroundProgram {
        let command = try supervision.map { try supervised(command, $0) } ?? command
        return await BackgroundProgram { [processes] in try await processes.runTelling(command, log, $0) }
    }

    private func supervised(_ command: Command, _ supervision: Supervision) throws -> Command {
        guard let own = processTable.lookup(getpid())?.identity else {
            throw ProcessError.cannotStart(
                executable: command.executable.string, reason: "`/proc` does not show this process")
        }
        let order = SupervisionOrder(
            parent: own, supervision: supervision, program: [command.executable.string] + command.arguments)
        var supervised = command
        (supervised.executable, supervised.arguments) = (environment.executable, order.arguments)
        return supervised
    }
}
