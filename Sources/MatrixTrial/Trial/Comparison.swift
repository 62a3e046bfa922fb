import MatrixBuild
import MatrixHost
package import MatrixModel
import MatrixServers
import MatrixStore
package import SystemPackage

/// What is to be compared, and how long.
package struct ComparisonRequest: Sendable {
    package var a: Cell
    package var b: Cell
    /// A user's own WSGI script; nil for ours, with MongoDB and the newest driver that each Python runs.
    package var application: FilePath?
    package var rounds: Int
    /// Of each cell in each round.
    package var requests: Int
    package var concurrency: Int
    package var seed: UInt64

    package init(
        a: Cell, b: Cell, application: FilePath?, rounds: Int, requests: Int, concurrency: Int, seed: UInt64
    ) {
        (self.a, self.b, self.application) = (a, b, application)
        (self.rounds, self.requests, self.concurrency, self.seed) = (rounds, requests, concurrency, seed)
    }
}

extension Trial {
    /// Runs both cells on ports of their own, with one MongoDB, and asks them in turn: A B A B …
    ///
    /// Throws what provisioning and starting throw. Whatever it starts ends with this process at the latest.
    package func compare(_ request: ComparisonRequest) async throws -> ComparisonReport {
        let cells = [
            try await provisioner.provision(request.a, depth: .digests),
            try await provisioner.provision(request.b, depth: .digests),
        ]
        let root = store.layout.trials.appending("comparison")
        // Two comparisons at once would measure each other.
        return try await FileLock.withLock(
            store.layout.lock("comparison"), mode: .exclusive, clock: host.clock,
            onWait: { host.console.note("waiting for \($0), which compares, too") },
            body: {
                try await store.using(cells.flatMap { [$0.pythonEntry, $0.moduleEntry] }) {
                    try await Comparison(trial: self, request: request, cells: cells, root: root).run()
                }
            })
    }
}

/// One comparison; its lock is held.
private struct Comparison {
    let trial: Trial
    let request: ComparisonRequest
    /// A and B.
    let cells: [ProvisionedCell]
    let root: FilePath

    private var host: Host { trial.host }

    func run() async throws -> ComparisonReport {
        let folders = cells.indices.map {
            TrialFolder(root.appending(["a", "b"][$0]), userID: host.environment.userID)
        }
        for folder in folders { try await folder.clear(using: trial.server) }
        var mongo: RunningMongo?
        if request.application == nil {
            let place = root.appending("mongodb")
            try Files.removeTree(place)
            mongo = try await trial.mongo.start(.standalone, port: nil, in: place, host: host)
        }
        let server = mongo.map { "\($0.kind.rawValue) \($0.version)" }
        let sides = try await withCleanUp { () -> [Side] in
            var sides: [Side] = []
            for (cell, folder) in zip(cells, folders) {
                sides.append(try await start(cell, in: folder, mongo: mongo))
            }
            for round in 1...request.rounds {
                for index in sides.indices { try await sides[index].measure(request.requests) }
                host.console.note("round \(round) of \(request.rounds)")
            }
            return sides
        } onError: { [mongo] in
            await end(folders, mongo)
        }
        await end(folders, mongo)
        return report(sides, server: server)
    }

    private func start(_ cell: ProvisionedCell, in folder: TrialFolder, mongo: RunningMongo?) async throws -> Side {
        var served = cell.request(in: folder.run, port: nil, host: host)
        served.supervision = Supervision()
        served.application = request.application
        var (path, driverName): (String, String?) = ("", nil)
        var expectation = LoadPlan.Expectation.anything
        if request.application == nil {
            let driver = try await trial.provisioner.driver(.newest, for: cell)
            driverName = "\(driver.driver)"
            let nonce = String(request.seed, radix: 36)
            path = try DriverStage(
                at: folder.stage, driver: driver.entry, script: .ordinary, facts: .init(uri: mongo?.uri, nonce: nonce),
                apps: trial.provisioner.recipeFolder.appending("apps")
            ).urlPath
            expectation = .texts(
                ApacheConfiguration.mounts.map {
                    ApplicationAnswer.texts(of: cell.cell, .standalone, mount: $0, nonce: nonce)
                })
        }
        let serving = try await trial.server.startSide(served)
        let urls =
            request.application == nil
            ? serving.urls.map { $0 + path } : ["http://127.0.0.1:\(serving.port)/"]
        let plan = LoadPlan(
            urls: urls, requests: 0, concurrency: request.concurrency, seed: request.seed, continueOnError: true,
            expectation: expectation)
        let side = Side(
            driver: driverName, load: try host.load.open(plan),
            workers: Workers(table: host.processTable, apache: serving.pid, mode: cell.cell.mode))
        // The first ones import the application and fill the driver's pool.
        _ = try await side.load.send(max(request.requests / 5, 2 * request.concurrency)) { _ in }
        return side
    }

    private func end(_ folders: [TrialFolder], _ mongo: RunningMongo?) async {
        for folder in folders { _ = try? await trial.server.stop(folder.run) }
        _ = try? await mongo?.stop()
    }

    private func report(_ sides: [Side], server: String?) -> ComparisonReport {
        func figure(_ name: String, _ unit: String, _ value: (Side.Round) -> Double) -> ComparisonReport.Figure {
            .init(
                name: name, unit: unit,
                value: PairedDifference(a: sides[0].rounds.map(value), b: sides[1].rounds.map(value)))
        }
        return ComparisonReport(
            a: "\(request.a)", b: "\(request.b)", application: request.application?.string, server: server,
            rounds: request.rounds, requests: request.requests, concurrency: request.concurrency, seed: request.seed,
            driver: sides[0].driver.flatMap { a in sides[1].driver.map { .init(a: a, b: $0) } },
            failed: .init(a: sides[0].failed, b: sides[1].failed),
            figures: [
                figure("throughput", "requests/s") { Double($0.load.ok) / max($0.load.seconds, 1e-9) },
                figure("latency, median", "ms") { $0.load.latency.p50 },
                figure("latency, 90 %", "ms") { $0.load.latency.p90 },
                figure("latency, 99 %", "ms") { $0.load.latency.p99 },
                figure("memory", "MB") { $0.megabytes },
                figure("descriptors", "") { $0.descriptors },
            ])
    }
}

/// One cell of a comparison, with what was measured of it.
private struct Side {
    let driver: String?
    let load: LoadSession
    let workers: Workers
    private(set) var rounds: [Round] = []

    struct Round {
        var load: LoadOutcome
        /// Of all processes that run the application, right after the round.
        var megabytes: Double
        var descriptors: Double
    }

    init(driver: String?, load: LoadSession, workers: Workers) {
        (self.driver, self.load, self.workers) = (driver, load, workers)
    }

    var failed: Int { rounds.map(\.load.failures).reduce(0, +) }

    mutating func measure(_ requests: Int) async throws {
        let outcome = try await load.send(requests) { _ in }
        try Task.checkCancellation()
        let usages = workers.processes().compactMap { workers.table.usage($0.pid) }
        rounds.append(
            Round(
                load: outcome, megabytes: Double(usages.map(\.residentKilobytes).reduce(0, +)) / 1000 * 1.024,
                descriptors: Double(usages.map(\.descriptors).reduce(0, +))))
    }
}
