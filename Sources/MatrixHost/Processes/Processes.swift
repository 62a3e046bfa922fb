package import SystemPackage

/// Runs children, each in a session of its own, and ends the whole process group when the calling task is cancelled.
package struct Processes: Sendable {
    /// Runs to the end with both output streams appended to a file that is open for writing.
    ///
    /// Throws `ProcessError` when the program cannot be started, `CancellationError` after the group has been ended.
    package var run: @Sendable (_ command: Command, _ log: FilePath) async throws -> ExitStatus
    /// The same, and tells the process's number as soon as it runs.
    package var runTelling:
        @Sendable (_ command: Command, _ log: FilePath, _ started: @escaping @Sendable (Int32) -> Void) async throws ->
            ExitStatus
    /// Runs to the end and returns what it printed, at most 16 MiB a stream.
    package var capture: @Sendable (_ command: Command) async throws -> CapturedOutput

    package init(
        run: @escaping @Sendable (Command, FilePath) async throws -> ExitStatus,
        capture: @escaping @Sendable (Command) async throws -> CapturedOutput,
        runTelling: (@Sendable (Command, FilePath, @escaping @Sendable (Int32) -> Void) async throws -> ExitStatus)? =
            nil
    ) {
        self.run = run
        self.runTelling = runTelling ?? { command, log, _ in try await run(command, log) }
        self.capture = capture
    }
}

/// Why a child could not be run.
package enum ProcessError: Error, Equatable {
    case cannotStart(executable: String, reason: String)
    case logNotWritable(FilePath, Errno)
    /// The pipe of a jobserver could not be opened.
    case noJobserver(Errno)
}

extension ProcessError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotStart(let executable, let reason): "cannot start `\(executable)`: \(reason)"
        case .logNotWritable(let path, let errno): "cannot write the log `\(path)`: \(errno)"
        case .noJobserver(let errno): "cannot open a jobserver: \(errno)"
        }
    }
}
