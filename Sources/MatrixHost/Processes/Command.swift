package import SystemPackage

/// A program to run: an argument array, never a shell string.
package struct Command: Sendable, Equatable {
    /// An absolute path, or a bare name looked up on `environment["PATH"]`.
    package var executable: FilePath
    package var arguments: [String]
    /// Exactly what the child sees: nothing is inherited.
    package var environment: [String: String]
    package var workingDirectory: FilePath?

    package init(
        _ executable: FilePath, _ arguments: [String] = [], environment: [String: String],
        workingDirectory: FilePath? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
    }
}

/// How a child ended. A non-zero code is a result, not an error: the caller decides.
package enum ExitStatus: Sendable, Equatable, Codable {
    case exited(Int32)
    case signalled(Int32)

    package var isSuccess: Bool { self == .exited(0) }
}

/// What a captured child printed and how it ended.
package struct CapturedOutput: Sendable, Equatable {
    package var status: ExitStatus
    package var standardOutput: String
    package var standardError: String

    package init(status: ExitStatus, standardOutput: String, standardError: String) {
        self.status = status
        self.standardOutput = standardOutput
        self.standardError = standardError
    }
}
