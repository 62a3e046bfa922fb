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
    }

    init(_ servers: [(cell: Cell, status: ServerStatus)], sites: [SiteStatus] = []) {
        self.sites = sites
        self.servers = servers.compactMap { cell, status in
            switch status {
            case .stopped: nil
            case .running(let serving):
                Row(
                    cell: "\(cell)", state: "running", pid: serving.pid, urls: serving.urls, orphans: [],
                    errorLog: serving.errorLog)
            case .died(_, let pid, let orphans):
                Row(cell: "\(cell)", state: "died", pid: pid, urls: [], orphans: orphans, errorLog: nil)
            case .stale(_, let pid, _):
                Row(cell: "\(cell)", state: "stale", pid: pid, urls: [], orphans: [], errorLog: nil)
            }
        }
    }

    var text: String {
        guard !servers.isEmpty || !sites.isEmpty else { return "nothing is being served" }
        return [servers.isEmpty ? nil : serverTable, sites.isEmpty ? nil : siteTable].compactMap { $0 }
            .joined(separator: "\n\n")
    }

    private var serverTable: String {
        let rows = servers.map { [$0.cell, $0.state, $0.pid.map { "\($0)" } ?? "", $0.urls.joined(separator: " ")] }
        return TextTable(header: ["cell", "state", "pid", "urls"], rows: rows).text
    }

    private var siteTable: String {
        let rows = sites.map { site in
            [
                site.site, site.cell ?? "nothing", site.state.rawValue, site.pid.map { "\($0)" } ?? "", site.url,
                site.swap.map { swap in
                    site.isAttended
                        ? "to \(site.target ?? ""): \(swap.rawValue)"
                        : "to \(site.target ?? ""): interrupted at \(swap.rawValue); the next swap settles it"
                } ?? "",
            ]
        }
        return TextTable(header: ["site", "cell", "state", "pid", "url", "swap"], rows: rows).text
    }
}
