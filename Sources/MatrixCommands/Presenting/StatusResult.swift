import MatrixModel
import MatrixServers

/// What is true about every cell that was started from a store.
struct StatusResult: Encodable {
    var servers: [Row]

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

    init(_ servers: [(cell: Cell, status: ServerStatus)]) {
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
        guard !servers.isEmpty else { return "nothing is being served" }
        let rows = servers.map { [$0.cell, $0.state, $0.pid.map { "\($0)" } ?? "", $0.urls.joined(separator: " ")] }
        return TextTable(header: ["cell", "state", "pid", "urls"], rows: rows).text
    }
}
