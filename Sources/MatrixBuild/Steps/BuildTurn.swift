import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

extension Store {
    /// The entry of these inputs, built by `build` when it is missing, with a job of the run's budget held for as long as it
    /// builds: not while somebody else builds the same, nor while the result is written to the disk.
    func entry(
        for inputs: BuildInputs, label: String, _ options: BuildOptions, build: (BuildWork) async throws -> FilePath
    ) async throws -> (entry: Entry, wasBuilt: Bool) {
        let onWait = options.onStep.map { onStep in { @Sendable (holder: String) in onStep(.waits(holder: holder)) } }
        return try await entry(for: inputs, label: label, keep: options.keep, onWait: onWait) { work in
            options.onStep?(.queued)
            let content = try await options.jobserver.holding {
                work.begin()
                return try await build(work)
            }
            options.onStep?(.began("publish"))
            return content
        }
    }
}
