import MatrixHost
import MatrixModel
import SystemPackage

extension ApacheServer {
    /// Starts a cell in the background and returns once both mounts have proved to be it; a cell that runs already is
    /// left as it is and returned.
    ///
    /// When anything fails, and when the task is cancelled, all that was started is stopped again.
    package func start(_ request: ServeRequest) async throws -> ServingCell {
        switch status(request.run) {
        case .running(let serving) where serving.generation == request.generation.string: return serving
        case .running(let serving):
            throw ServerError.runFolderBusy(request.run.path.string, cell: serving.cell, pid: serving.pid)
        case .died, .stale: try await stop(request.run)
        case .stopped:
            try checkStartedByHand(request)
            request.run.clear()
        }
        try request.run.prepare(allowsCores: request.supervision?.allowsCores ?? false)
        try checkAccess(request)
        return try await withPort(request.port) { try await launch(request, port: $0) }
    }

    /// A free port that we looked for may be taken by the time Apache binds it; a port that was asked for is a fact.
    func withPort<Value>(_ asked: UInt16?, launch: (UInt16) async throws -> Value) async throws -> Value {
        for _ in 0..<(asked == nil ? 4 : 0) {
            do {
                return try await launch(try freeLoopbackPort())
            } catch ServerError.portTaken {
                continue
            }
        }
        let port = try asked ?? freeLoopbackPort()
        if case .taken(let owner) = loopbackPortUse(port) { throw ServerError.portTaken(port, owner: .init(owner)) }
        return try await launch(port)
    }

    /// Fails with the first folder that keeps the user of Apache's children from what they have to read.
    package func checkAccess(_ request: ServeRequest) throws {
        try AccessCheck.verify(
            runAs: host.environment.userID == 0 ? request.runAs : nil,
            reading: [request.generation.appending("app").appending("probe.py"), request.pythonPrefix],
            passing: [request.run.path, request.run.socketFolder])
    }

    /// A person may have started the generation without us, or removed the record: then there is a pid file alone.
    private func checkStartedByHand(_ request: ServeRequest) throws {
        guard let text = try? Files.readText(request.run.pidFile),
            let process = Int32(text.trimmingSpaces()).flatMap(host.processTable.lookup),
            [request.httpdConf, request.run.servingConf].contains(where: { process.commandLine.contains($0.string) })
        else { return }
        throw ServerError.runFolderBusy(
            request.run.path.string, cell: request.cell.description, pid: process.pid)
    }

    private func launch(_ request: ServeRequest, port: UInt16) async throws -> ServingCell {
        let log = ErrorLog(at: request.run.errorLog)
        var record = ServerRecord(request, port: port)
        try record.write(request.run)
        return try await withCleanUp {
            try request.run.point(to: request.generation)
            try Files.replaceFile(
                request.run.placeConf,
                ApacheLaunch.placeConf(
                    run: request.run, port: port, allowsCores: request.supervision?.allowsCores ?? false))
            let further = try ApacheLaunch.furtherConf(request)
            if !further.isEmpty { try Files.replaceFile(request.run.furtherConf, further) }
            let leader =
                if let supervision = request.supervision {
                    try await startSupervised(request, supervision, record, log: log)
                } else {
                    try await startInBackground(
                        record, ApacheLaunch.arguments(run: request.run),
                        environment: request.environment, in: request.run, log: log)
                }
            record.process = leader.identity
            record.executable = leader.executable
            try record.write(request.run)
            try await ReadinessCheck(host: host, request: request, record: record, log: log).wait()
            return ServingCell(record: record, pid: leader.pid, run: request.run)
        } onError: {
            try await stop(request.run)
        }
    }

    /// Apache forks itself away from us and answers when it has.
    func startInBackground(
        _ record: ServerRecord, _ arguments: [String], environment: [String: String], in run: RunFolder, log: ErrorLog
    ) async throws -> ProcessRecord {
        let output = try await host.processes.capture(
            Command(installation.executable, arguments, environment: environment, workingDirectory: run.path))
        guard output.status.isSuccess else {
            throw refusal(
                output.status, said: output.standardError + "\n" + output.standardOutput, log: log, port: record.port)
        }
        // `-k start` has returned: the parent is on its way, or has died where nobody was listening any more.
        let processes = ServerProcesses(table: host.processTable, record: record)
        if let leader = try await host.clock.poll(
            every: .milliseconds(10), within: .seconds(10), { processes.leader() })
        {
            return leader
        }
        throw ServerError.startFailed(errors: log.firstErrors(), log: log.path.string)
    }

    /// Apache stays the child of a supervisor. It binds its port before it has an error log, so what it says on the way
    /// is in a log of its own.
    private func startSupervised(
        _ request: ServeRequest, _ supervision: Supervision, _ record: ServerRecord, log: ErrorLog
    ) async throws -> ProcessRecord {
        let words = request.run.path.appending("launch.log")
        try Files.replaceFile(words, "")
        let program = try await host.startInBackground(
            Command(
                installation.executable,
                ApacheLaunch.foregroundArguments(run: request.run), environment: request.environment,
                workingDirectory: request.run.path),
            log: words, supervision: supervision)
        let processes = ServerProcesses(table: host.processTable, record: record)
        let leader = try await host.clock.poll(every: .milliseconds(10), within: request.readyWithin) {
            () -> ProcessRecord? in
            if let status = try program.status() {
                throw refusal(status, said: (try? Files.readText(words)) ?? "", log: log, port: record.port)
            }
            // Before it writes its pid file it may still refuse.
            return try Files.status(request.run.pidFile) == nil ? nil : processes.leader()
        }
        guard let leader else { throw ServerError.startFailed(errors: log.firstErrors(), log: log.path.string) }
        return leader
    }

    private func refusal(_ status: ExitStatus, said: String, log: ErrorLog, port: UInt16) -> ServerError {
        let said = said.split(separator: "\n")
        if said.contains(where: { $0.contains("(98)Address already in use") }) {
            if case .taken(let owner) = loopbackPortUse(port) { return .portTaken(port, owner: .init(owner)) }
            return .portTaken(port, owner: nil)
        }
        let errors = ErrorLog.firstErrors(in: said) + log.firstErrors()
        if errors.isEmpty, case .signalled(let signal) = status {
            // Apache maps what it loads, and whoever reads a map behind the end of its file gets SIGBUS.
            let cause = signal == 7 ? ": a file that it loads is cut off, mod_wsgi.so or libpython most likely" : ""
            return .startFailed(errors: ["it was ended by \(signalName(signal))\(cause)"], log: log.path.string)
        }
        return .startFailed(errors: errors, log: log.path.string)
    }
}

extension ServerError.PortOwner {
    init?(_ process: ProcessRecord?) {
        guard let process else { return nil }
        self.init(pid: process.pid, command: process.commandLine.joined(separator: " "))
    }
}
