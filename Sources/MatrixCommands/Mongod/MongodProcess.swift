import MatrixHost
import MatrixMongod
import SystemPackage

/// This process as a server, from its log to its clean end.
struct MongodProcess {
    let options: MongodOptions
    let environment: HostEnvironment
    let console: Console

    /// Runs until a signal or a client ends it; a signal ends the process here with 0, as mongod's does.
    func run() async throws {
        let announcement = options.announcementDescriptor.map { Announcement(descriptor: $0) }
        do {
            let log = try log()
            let server = try await start(log: log)
            try writePidFile()
            announcement?.say(Announcement.ready)
            await withTaskCancellationHandler {
                await server.waitUntilEnded()
            } onCancel: {
                server.end()
            }
            await server.stop()
            removePidFile()
            log("the end")
            if Task.isCancelled { exitProcess(0) }
        } catch {
            if let report = ErrorReport(error) { announcement?.say("\(report.exitCode) \(error)") }
            throw error
        }
    }

    private func start(log: @escaping @Sendable (String) -> Void) async throws -> MongodServer {
        log(MatrixMongod.EmbeddedMongod.versionText)
        if let path = options.dbpath { log("--dbpath \(path) is not used: everything is kept in memory") }
        return try await MongodServer.start(
            MongodConfiguration(
                address: options.address, port: Int(options.port), replicaSet: options.replSet, log: log))
    }

    private func log() throws -> @Sendable (String) -> Void {
        guard let path = options.logpath else { return { [console] in console.print(LineLog.timed($0)) } }
        let log = try LineLog(appendingTo: environment.workingDirectory.pushing(FilePath(path)))
        return { log.write($0) }
    }

    private var pidFile: FilePath? {
        options.pidfilepath.map { environment.workingDirectory.pushing(FilePath($0)) }
    }

    private func writePidFile() throws {
        if let pidFile { try Files.replaceFile(pidFile, "\(ownProcessNumber())\n") }
    }

    private func removePidFile() {
        if let pidFile { try? Files.removeTree(pidFile) }
    }
}
