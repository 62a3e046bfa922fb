import MatrixModel
import MatrixServers
import MatrixTrial

/// What is true about every cell that was started from a store.
struct StatusResult: Encodable {
    var servers: [Row]
    var sites: [SiteStatus]

    struct Row: Encodable {
        var cell: String
        /// `running`, `died` (it ended without having been stopped) or `stale` (its process number is a stranger's now).
        var state: String
        var pid: Int32?
        var urls: [String]
        /// Children that outlived their parent.
        var orphans: [Int32]
        var errorLog: String?
        /// The cell that it was started with, which names its run folder.
        var startedAs: String
        /// The step at which a swap is, or was when its tool was killed, and the cell that the swap is about.
        var swap: SwapStep?
        var target: String?
        var isAttended: Bool

        init?(_ server: CellServer) {
            (cell, startedAs) = ("\(server.cell)", "\(server.startedAs)")
            (swap, target, isAttended) = (server.swap, server.target, server.isAttended)
            (urls, orphans) = ([], [])
            switch server.status {
            case .stopped: return nil
            case .running(let serving):
                (state, pid, urls, errorLog) = ("running", serving.pid, serving.urls, serving.errorLog)
            case .died(_, let pid, let orphans):
                (state, self.pid, self.orphans) = ("died", pid, orphans)
            case .stale(_, let pid, _):
                (state, self.pid) = ("stale", pid)
            }
        }
    }

    init(_ servers: [CellServer], sites: [SiteStatus] = []) {
        self.sites = sites
        self.servers = servers.compactMap { Row($0) }
    }

    var text: String {
        guard !servers.isEmpty || !sites.isEmpty else { return "nothing is being served" }
        return [servers.isEmpty ? nil : serverTable, sites.isEmpty ? nil : siteTable].compactMap { $0 }
            .joined(separator: "\n\n")
    }

    private var serverTable: String {
        let rows = servers.map { server in
            [
                server.cell, server.state, server.pid.map { "\($0)" } ?? "", server.urls.joined(separator: " "),
                words(server.swap, to: server.target, isAttended: server.isAttended),
            ]
        }
        return TextTable(header: ["cell", "state", "pid", "urls", "swap"], rows: rows).text
    }

    private var siteTable: String {
        let rows = sites.map { site in
            [
                site.site, site.cell ?? "nothing", site.state.rawValue, site.pid.map { "\($0)" } ?? "", site.url,
                words(site.swap, to: site.target, isAttended: site.isAttended),
            ]
        }
        return TextTable(header: ["site", "cell", "state", "pid", "url", "swap"], rows: rows).text
    }

    private func words(_ swap: SwapStep?, to target: String?, isAttended: Bool) -> String {
        guard let swap else { return "" }
        let step = "to \(target ?? ""): "
        return step + (isAttended ? swap.rawValue : "interrupted at \(swap.rawValue); the next swap settles it")
    }
}
