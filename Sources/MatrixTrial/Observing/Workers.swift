import MatrixHost
import MatrixModel
import MatrixServers

/// The processes of a served cell that run the application.
struct Workers: Sendable {
    let table: ProcessTable
    /// The parent process.
    let apache: Int32
    let mode: WSGIMode

    /// Apache's children: in embedded mode all of them, in daemon mode those of the process group. mod_wsgi writes the
    /// group's name over the first argument and pads it with spaces.
    func processes() -> [ProcessIdentity] {
        table.all().filter { $0.parent == apache && (mode == .embedded || isDaemon($0)) }.map(\.identity)
            .sorted { $0.pid < $1.pid }
    }

    /// Asks Apache's parent for a graceful restart; false when it is gone.
    func restartGracefully() -> Bool {
        table.lookup(apache).map { table.signal($0.identity, .graceful) } ?? false
    }

    private func isDaemon(_ process: ProcessRecord) -> Bool {
        process.commandLine.first?.split(separator: " ").first.map { ApacheConfiguration.processGroup.hasPrefix($0) }
            ?? false
    }
}
