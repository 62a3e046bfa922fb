package import MatrixHost
package import MatrixModel
package import MatrixServers

/// The processes of a served cell that run the application.
package struct Workers: Sendable {
    let table: ProcessTable
    let apache: Int32
    let mode: WSGIMode

    package init(table: ProcessTable, serving: ServingCell, mode: WSGIMode) {
        self.table = table
        apache = serving.pid
        self.mode = mode
    }

    /// Apache's children: in embedded mode all of them, in daemon mode those of the process group. mod_wsgi writes the
    /// group's name over the first argument and pads it with spaces.
    package func processes() -> [ProcessIdentity] {
        table.all().filter { $0.parent == apache && (mode == .embedded || isDaemon($0)) }.map(\.identity)
            .sorted { $0.pid < $1.pid }
    }

    private func isDaemon(_ process: ProcessRecord) -> Bool {
        process.commandLine.first?.split(separator: " ").first.map { ApacheConfiguration.processGroup.hasPrefix($0) }
            ?? false
    }
}
