package import MatrixHost
import MatrixModel
package import SystemPackage

extension RunFolder {
    /// What Apache reads from its next start or reload on: one `rename(2)`.
    package func point(to generation: FilePath) throws {
        let configuration = generation.appending("httpd.conf")
        try Files.replaceFile(servingConf, "Include \(try ApacheText.quotedPattern(configuration))\n")
    }

    /// What its server was started as, or was committed to last; nil when there is no server of a cell.
    package func served() -> ServedCell? { ServerRecord.read(self)?.served }

    /// The user's own WSGI script that its server has.
    package func application() -> FilePath? { ServerRecord.read(self)?.application.map { FilePath($0) } }
}

extension ApacheServer {
    /// Lets a running server read another generation's configuration, in the parent that it has; false when that parent
    /// is gone. It returns before anything has changed: the generation of the MPM tells when it has.
    package func reload(_ run: RunFolder, onto generation: FilePath) throws -> Bool {
        guard let record = ServerRecord.read(run),
            let leader = ServerProcesses(table: host.processTable, record: record).leader()
        else { return false }
        try run.point(to: generation)
        return host.processTable.signal(leader.identity, .graceful)
    }

    /// From now on the run folder's server is that cell's.
    package func commit(_ run: RunFolder, to served: ServedCell) throws {
        guard var record = ServerRecord.read(run) else { return }
        record.served = served
        try record.write(run)
    }

    /// Exactly what a server's parent sees; nil when it does not run or may not be asked.
    package func environment(_ run: RunFolder) -> [String: String]? {
        guard case .running(let serving) = status(run) else { return nil }
        return host.processTable.environment(serving.pid)
    }
}

/// What `mod_status` tells about a server.
package struct ServerStatusPage: Sendable, Equatable {
    /// Workers in use, the one that answers this among them.
    package var busyWorkers: Int?
    /// How many times the parent has read its configuration again.
    package var generation: Int?

    /// Nil when the server does not answer.
    package static func read(port: UInt16, host: Host) async -> ServerStatusPage? {
        let url = "http://127.0.0.1:\(port)/server-status?auto"
        guard let answer = try? await host.http.get(url, .seconds(3)), answer.status == 200 else { return nil }
        return ServerStatusPage(String(decoding: answer.body, as: UTF8.self))
    }

    /// Of the page that `?auto` gives, `Name: value` a line.
    package init(_ text: String) {
        func number(_ name: String) -> Int? {
            text.split(separator: "\n").first { $0.hasPrefix(name + ": ") }
                .flatMap { Int($0.dropFirst(name.utf8.count + 2)) }
        }
        busyWorkers = number("BusyWorkers")
        generation = number("ParentServerMPMGeneration")
    }
}
