import SystemPackage

/// A cell that answers.
package struct ServingCell: Sendable, Equatable, Codable {
    package var cell: String
    /// Apache's parent process.
    package var pid: Int32
    package var port: UInt16
    /// The base address of each mount; the path of a driver's checkout goes behind it.
    package var urls: [String]
    package var errorLog: String
    package var accessLog: String
    package var generation: String
    package var run: String

    init(record: ServerRecord, pid: Int32, run: RunFolder) {
        cell = record.cell
        self.pid = pid
        port = record.port
        urls = ApacheConfiguration.mounts.map { "http://127.0.0.1:\(record.port)/\($0)" }
        errorLog = run.errorLog.string
        accessLog = run.accessLog.string
        generation = record.generation
        self.run = run.path.string
    }
}

/// What is true about a run folder's server right now.
package enum ServerStatus: Sendable, Equatable {
    case running(ServingCell)
    case stopped
    /// It ended without having been stopped; `orphans` are children that still run.
    case died(cell: String, pid: Int32?, orphans: [Int32])
    /// It ended, and its process number belongs to a stranger now.
    case stale(cell: String, pid: Int32, stranger: String)
}
