package import MatrixBuild
package import MatrixHost
package import MatrixServers
import MatrixStore
package import SystemPackage

/// Which `mongod` a topology runs: the one that was named, one on PATH, MongoDB's own in the store or fetched into it,
/// else the embedded stand-in.
package struct MongodSelection: Sendable {
    let host: Host
    let builder: MongodBuilder

    package init(host: Host, builder: MongodBuilder) {
        self.host = host
        self.builder = builder
    }

    /// A download that fails is told in one line and is no error: the stand-in is always there. Throws
    /// `ServerError.mongodMissing` for a `given` that cannot be run.
    package func choose(given: FilePath?) async throws -> MongodExecutable {
        if let given {
            let path = host.environment.workingDirectory.pushing(given)
            guard let name = path.lastComponent,
                findExecutable(name.string, in: [path.removingLastComponent().string]) != nil
            else { throw ServerError.mongodMissing(path.string) }
            return MongodExecutable(kind: .given, path: path)
        }
        let folders = (host.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        if let found = findExecutable("mongod", in: folders) { return MongodExecutable(kind: .found, path: found) }
        if let stored = try await storedOrFetched() { return MongodExecutable(kind: .store, path: stored) }
        return .embedded(in: host.environment.executable)
    }

    private func storedOrFetched() async throws -> FilePath? {
        if let entry = try builder.find(depth: .digests) { return MongodBuilder.mongod(of: entry) }
        guard let version = builder.newest else { return nil }
        do {
            return MongodBuilder.mongod(of: try await builder.build(version))
        } catch let error as FetchError {
            let reason = "\(error)".split(separator: "\n").last.map { $0.trimmingPrefix(while: \.isWhitespace) } ?? ""
            host.console.note("MongoDB \(version) cannot be had (\(reason)): the embedded stand-in takes its place")
            return nil
        }
    }
}
