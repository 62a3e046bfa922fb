package import MatrixHost
package import SystemPackage

/// What a user chooses about the builds of a run; none of it changes what is built.
package struct BuildOptions: Sendable {
    /// The jobs that all builds of the run share.
    package var jobserver: Jobserver
    /// Whether build folders stay for a look.
    package var keep: Bool
    /// Who is told how a build comes along; nil for lines on the console.
    package var onStep: (@Sendable (BuildStep) -> Void)?

    package init(jobserver: Jobserver, keep: Bool, onStep: (@Sendable (BuildStep) -> Void)? = nil) {
        self.jobserver = jobserver
        self.keep = keep
        self.onStep = onStep
    }
}

/// What a build does now.
package enum BuildStep: Sendable, Equatable {
    /// Somebody else builds the same thing: who they are.
    case waits(holder: String)
    /// It could go on as soon as there is a job for it.
    case queued
    /// All that its steps print goes there.
    case logs(FilePath)
    case began(String)
    case ended(String)
}
