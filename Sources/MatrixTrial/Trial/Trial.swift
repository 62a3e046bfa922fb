import FoundationEssentials
import MatrixBuild
package import MatrixHost
package import MatrixModel
package import MatrixServers
package import MatrixStore
import SystemPackage

/// Tests cells: Python, module and driver from the store, MongoDB and Apache up, requests, a verdict, all down.
///
/// Whatever it starts ends with this process at the latest, and leaves nothing but the cell's folder.
package struct Trial: Sendable {
    let host: Host
    let store: Store
    let provisioner: Provisioner
    let server: ApacheServer
    let mongo: MongoSource
    /// Keeps the cells of a run from disturbing one another's measurements.
    let turns: Turns

    package init(
        host: Host, store: Store, provisioner: Provisioner, server: ApacheServer, mongo: MongoSource,
        turns: Turns = Turns(1)
    ) {
        self.host = host
        self.store = store
        self.provisioner = provisioner
        self.server = server
        self.mongo = mongo
        self.turns = turns
    }

    /// Throws what provisioning and starting throw; whatever the cell itself does wrong is in the result.
    package func run(_ request: TrialRequest) async throws -> TrialResult {
        let startedAt = Timestamp(Date())
        let time = Stopwatch(host.clock)
        let provisioned = try await provisioner.provision(request.served, force: request.force, depth: .digests)
        let driver = try await builtDriver(request, for: provisioned)
        let cell = TrialCell(
            served: request.served, topology: request.topology,
            driver: driver.map { "\($0.driver)" } ?? TrialCell.noDriver)
        let name = request.folderName ?? cell.description
        let folder = TrialFolder(store.layout.trials.pushing(FilePath(name)), userID: host.environment.userID)
        return try await alone(with: name) {
            try await folder.clear(using: server)
            var run = CellRun(
                trial: self, request: request, cell: cell, provisioned: provisioned, driver: driver, folder: folder)
            // A prune sees the locks while servers start and stop, which their records do not always tell of.
            let used = [provisioned.pythonEntry, provisioned.moduleEntry] + (driver.map { [$0.entry] } ?? [])
            try await store.using(used) { try await run.run() }
            var result = TrialResult(
                cell, findings: run.seen.findings, expected: request.expected, startedAt: startedAt,
                seconds: time.seconds)
            run.describe(&result)
            try folder.write(result)
            return result
        }
    }

    private func alone<Value>(with name: String, _ body: () async throws -> Value) async throws -> Value {
        try await FileLock.withLock(
            store.layout.lock("trial-\(name.replacing("/", with: "-"))"), mode: .exclusive, clock: host.clock,
            onWait: { host.console.note("waiting for \($0), which tests \(name)") }, body: body)
    }

    func builtDriver(
        _ request: TrialRequest, for provisioned: ProvisionedCell
    ) async throws -> DriverBuilder.Built? {
        guard let selection = request.application.driver else { return nil }
        return try await provisioner.driver(selection, for: provisioned, force: request.force)
    }
}
