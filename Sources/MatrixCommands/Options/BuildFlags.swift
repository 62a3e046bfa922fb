import ArgumentParser
import Foundation
import MatrixBuild
import MatrixHost

/// How builds run.
struct BuildFlags: ParsableArguments {
    @Option(name: .shortAndLong, help: "How many compilers run at once. Default: the number of cores.")
    var jobs: Int?

    @Flag(help: "Keep the build folder, for a look at what went wrong.")
    var keep = false

    @Flag(help: "Try a pair that the recipes call unsupported.")
    var force = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1") }
    }

    var options: BuildOptions {
        BuildOptions(jobserver: Jobserver(tokens: jobs ?? ProcessInfo.processInfo.activeProcessorCount), keep: keep)
    }
}
