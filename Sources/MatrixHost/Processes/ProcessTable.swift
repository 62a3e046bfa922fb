/// The processes of this machine, to be looked at and signalled without ever hitting a stranger.
package struct ProcessTable: Sendable {
    /// What runs under a number now; nil when nothing does (a zombie counts as nothing).
    package var lookup: @Sendable (_ pid: Int32) -> ProcessRecord?
    /// Every process that can be seen, in no order. Blocks for some milliseconds.
    package var all: @Sendable () -> [ProcessRecord]
    /// Sends a signal to exactly that process; false when it is gone, when its number belongs to another one by now,
    /// or when we may not.
    package var signal: @Sendable (_ process: ProcessIdentity, _ signal: ProcessSignal) -> Bool
    /// What a process holds now; nil when it is gone or we may not look into it.
    package var usage: @Sendable (_ pid: Int32) -> ProcessUsage?
    /// The variables that a process was started with; nil when it is gone or we may not look into it.
    package var environment: @Sendable (_ pid: Int32) -> [String: String]?

    package init(
        lookup: @escaping @Sendable (Int32) -> ProcessRecord?, all: @escaping @Sendable () -> [ProcessRecord],
        signal: @escaping @Sendable (ProcessIdentity, ProcessSignal) -> Bool,
        usage: @escaping @Sendable (Int32) -> ProcessUsage? = { _ in nil },
        environment: @escaping @Sendable (Int32) -> [String: String]? = { _ in nil }
    ) {
        self.lookup = lookup
        self.all = all
        self.signal = signal
        self.usage = usage
        self.environment = environment
    }
}

/// A process for good: numbers are used again, a number with its start time is not.
package struct ProcessIdentity: Hashable, Sendable, Codable {
    package var pid: Int32
    /// In clock ticks since the machine started, as `/proc/PID/stat` has it.
    package var startTime: UInt64

    package init(pid: Int32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }
}

/// What `/proc` says about one process.
package struct ProcessRecord: Sendable, Equatable {
    package var identity: ProcessIdentity
    package var parent: Int32
    package var session: Int32
    /// Nil when we may not see it, as with another user's process.
    package var executable: String?
    package var commandLine: [String]

    package init(
        identity: ProcessIdentity, parent: Int32, session: Int32, executable: String?, commandLine: [String]
    ) {
        self.identity = identity
        self.parent = parent
        self.session = session
        self.executable = executable
        self.commandLine = commandLine
    }

    package var pid: Int32 { identity.pid }
}

/// The signals that we send.
package enum ProcessSignal: Sendable, Equatable {
    case terminate, kill
    /// SIGUSR1: Apache's parent restarts gracefully.
    case graceful
    /// SIGUSR2: a Python that was told so writes the stacks of its threads. Sent only to a process that catches it.
    case stacks
}
