import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixServers
import MatrixStore
import SystemPackage

/// One test of one cell, from the first server that is started to the last that is stopped.
struct CellRun {
    let trial: Trial
    let request: TrialRequest
    let cell: TrialCell
    let provisioned: ProvisionedCell
    let driver: DriverBuilder.Built?
    let folder: TrialFolder
    private(set) var seen = Observations()
    private var mongo: RunningMongo?
    /// What stands behind a mount in the URLs.
    private var stagePath = ""

    init(
        trial: Trial, request: TrialRequest, cell: TrialCell, provisioned: ProvisionedCell,
        driver: DriverBuilder.Built?, folder: TrialFolder
    ) {
        self.trial = trial
        self.request = request
        self.cell = cell
        self.provisioned = provisioned
        self.driver = driver
        self.folder = folder
    }

    private var host: Host { trial.host }
    private var supervision: Supervision { Supervision(descriptors: request.descriptors, allowsCores: true) }

    mutating func run() async throws {
        let port: UInt16? = if case .script = request.application { 27017 } else { nil }
        guard
            let running = try await trial.mongo.start(
                request.topology, port: port, in: folder.mongo, host: host)
        else { return try await serve() }
        mongo = running
        try await withCleanUp {
            try await serve()
        } onError: {
            _ = try? await running.stop()
        }
        try await running.stop()
    }

    /// Fills in what is not a finding.
    func describe(_ result: inout TrialResult) {
        result.server = mongo.map {
            TrialResult.Server(kind: $0.kind.rawValue, version: $0.version, hosts: $0.hosts.map { "\($0)" })
        }
        result.application = request.application.path
        result.profile = request.profile.name
        result.requests = seen.requests
        result.latency = seen.latency
        result.phases = seen.phases
        result.samples = seen.samples
        result.idleConnectionRate = seen.idleConnectionRate
        result.limits = .init(descriptors: Int(request.descriptors))
        result.seed = request.seed
        result.folder = folder.path.string
    }

    private mutating func serve() async throws {
        let nonce = String(UInt64.random(in: .min ... .max), radix: 36)
        let stage = try DriverStage(
            at: folder.stage, driver: driver?.entry, script: request.application.script,
            facts: .init(uri: mongo?.uri, nonce: nonce), apps: trial.provisioner.recipeFolder.appending("apps"))
        try folder.keepConfiguration(of: provisioned)
        let serving = try await trial.server.start(serveRequest)
        stagePath = stage.urlPath
        let urls = serving.urls.map { $0 + stagePath }
        try await withCleanUp {
            try await measure(serving, urls: urls, nonce: nonce)
        } onError: { [server = trial.server, run = folder.run] in
            _ = try? await server.stop(run)
        }
        try await stop()
    }

    private mutating func measure(_ serving: ServingCell, urls: [String], nonce: String) async throws {
        let workers = Workers(table: host.processTable, apache: serving.pid, mode: request.served.mode)
        let mongo = mongo
        var measurement = CellMeasurement(
            host: host, profile: request.profile, descriptors: Int(request.descriptors), turns: trial.turns,
            application: request.application,
            plan: plan(urls: urls, nonce: nonce),
            observer: CellObserver(host: host, workers: workers, counts: { await mongo?.counts() }),
            evidence: EvidenceTaker(
                host: host,
                stacks: StackTaker(
                    host: host, workers: workers, errorLog: folder.run.errorLog, folder: folder.path),
                log: FileFollower(endOf: folder.run.errorLog), cores: folder.run.cores,
                program: trial.server.installation.executable),
            interlude: request.interlude, mongo: mongo,
            deaths: DeathWatch(workers: workers, errorLog: folder.run.errorLog))
        defer { seen = measurement.seen }
        try await measurement.run()
    }

    private mutating func stop() async throws {
        let server = trial.server
        let first = try await trial.turns.withTurn { try await server.timedStop(folder.run) }
        seen.phases.append(.init(name: "stop", requests: 0, seconds: first.seconds))
        // A worker that hangs does not stop either.
        guard !seen.findings.contains(where: { $0.kind == .hang }), first.isSlow else { return }
        // A busy machine is slow now and then; what cannot stop is so each time.
        // Without a second stop the first one counts: what was found until now has to be told.
        let again = (try? await stopAgain(asking: true)) ?? first
        try Task.checkCancellation()
        guard again.isSlow else { return }
        // Whom to blame: the same cell, asked by both probes and by nobody else.
        let without = try? await stopAgain(asking: false)
        try Task.checkCancellation()
        seen.findings += [
            Finding.shutdownHang(
                seconds: min(first.seconds, again.seconds), killed: first.wasKilled && again.wasKilled,
                withoutDriver: without?.seconds)
        ].compactMap(\.self)
    }

    /// Starts the cell once more, sends some requests to the application or none, and stops it.
    private func stopAgain(asking: Bool) async throws -> TimedStop {
        try await trial.turns.withTurn {
            let serving = try await trial.server.start(serveRequest)
            try await withCleanUp {
                guard asking else { return }
                var plan = plan(urls: serving.urls.map { $0 + stagePath }, nonce: "")
                (plan.concurrency, plan.expectation) = (request.profile.concurrency, .anything)
                _ = try await host.load.open(plan).send(request.profile.concurrency) { _ in }
            } onError: { [server = trial.server, run = folder.run] in
                _ = try? await server.stop(run)
            }
            return try await trial.server.timedStop(folder.run)
        }
    }

    /// What a tested server's environment has beyond that of `serve`.
    private static let environment = [
        "WSGIMATRIX_STACKS": "1", "PYTHONFAULTHANDLER": "1",
        // glibc gives threads arenas of their own, up to eight a core, each of which keeps what its busiest request took:
        // a healthy 3.9.2 in embedded mode grew by 10 MB over 25,000 requests, and by 1 MB with one arena.
        "MALLOC_ARENA_MAX": "1",
    ]

    private var serveRequest: ServeRequest {
        var served = ServeRequest(
            cell: request.served, generation: provisioned.generation.folder, run: folder.run,
            environment: provisioned.serverEnvironment.merging(Self.environment) { $1 },
            pythonPrefix: provisioned.python.prefix, libpython: provisioned.python.library, runAs: host.runAs?.user,
            supervision: supervision)
        served.furtherDirectives = request.furtherDirectives
        return served
    }

    private func plan(urls: [String], nonce: String) -> LoadPlan {
        var plan = LoadPlan(
            urls: urls, requests: 0, concurrency: 1, timeout: request.profile.timeout, seed: request.seed)
        if request.application.tellsWhatItIs {
            plan.expectation = .texts(
                ApacheConfiguration.mounts.map {
                    ApplicationAnswer.texts(of: request.served, request.topology, mount: $0, nonce: nonce)
                })
        }
        return plan
    }
}

/// How long a stop took, and whether SIGKILL had to end it.
private struct TimedStop {
    var seconds: Double
    var wasKilled: Bool

    var isSlow: Bool { Finding.shutdownHang(seconds: seconds, killed: wasKilled) != nil }
}

extension ApacheServer {
    fileprivate func timedStop(_ run: RunFolder) async throws -> TimedStop {
        let time = Stopwatch(host.clock)
        let outcome = try await stop(run)
        return TimedStop(seconds: time.seconds, wasKilled: !outcome.killed.isEmpty)
    }
}
