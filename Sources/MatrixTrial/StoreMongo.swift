package import MatrixHost
package import MatrixModel
package import MatrixServers
package import MatrixStore
import SystemPackage

/// The one topology that a store keeps running for a person, until it is stopped.
package struct StoreMongo: Sendable {
    let host: Host
    let store: Store

    package init(host: Host, store: Store) {
        self.host = host
        self.store = store
    }

    /// Starts a topology that outlives this process, of the program that `choose` finds; the same one that runs already
    /// is left as it is and returned.
    package func start(
        _ topology: Topology, port: UInt16?, choose: () async throws -> MongodExecutable
    ) async throws -> RunningMongo {
        try store.prepareForWriting()
        return try await alone {
            if let running = recorded() {
                let states = await running.members()
                let isWhole = states.allSatisfy { $0.pid != nil }
                if isWhole, running.topology == topology, port == nil || port == running.hosts.first?.port {
                    return running
                }
                guard states.allSatisfy({ $0.pid == nil }) else {
                    throw ServerError.mongoBusy(store.layout.mongo.string, topology: "\(running.topology)")
                }
                try await running.stop()
            }
            return try await MongoServers(host: host, executable: try await choose(), supervision: nil)
                .start(topology, port: port, in: store.layout.mongo)
        }
    }

    /// What was started, whether all of it still runs or not; nil when nothing was.
    package func recorded() -> RunningMongo? { RunningMongo.recorded(in: store.layout.mongo, host: host) }

    /// Ends it; nil when nothing was started.
    package func stop() async throws -> StopOutcome? {
        guard try Files.status(store.layout.mongo) != nil else { return nil }
        return try await alone { try await recorded()?.stop() }
    }

    private func alone<Value>(_ body: () async throws -> Value) async throws -> Value {
        try await FileLock.withLock(
            store.layout.lock("run-mongo"), mode: .exclusive, clock: host.clock,
            onWait: { host.console.note("waiting for \($0), which starts or stops MongoDB servers") }, body: body)
    }
}
