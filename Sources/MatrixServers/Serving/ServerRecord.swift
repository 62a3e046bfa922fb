import MatrixHost
import MatrixModel
import SystemPackage

/// `server.json`: what was started in a run folder, written before the start and completed when Apache runs, so that a
/// tool killed between the two still leaves enough to find it by.
struct ServerRecord: Codable, Equatable {
    var format = 1
    var cell: String
    var generation: String
    var httpdConf: String
    var run: String
    var port: UInt16
    /// Where the cell's Python is; nil for a front, which has none.
    var pythonPrefix: String?
    var libpython: String?
    /// A user's own WSGI script.
    var application: String?
    /// Apache's parent process; nil until it has been seen.
    var process: ProcessIdentity?
    /// What that process executes, which its children share.
    var executable: String?

    init(
        cell: String, generation: String, httpdConf: String, run: String, port: UInt16,
        process: ProcessIdentity? = nil
    ) {
        (self.cell, self.generation, self.httpdConf, self.run, self.port) = (cell, generation, httpdConf, run, port)
        self.process = process
    }

    init(_ request: ServeRequest, port: UInt16) {
        self.init(
            cell: request.cell.description, generation: request.generation.string,
            httpdConf: request.run.servingConf.string, run: request.run.path.string, port: port)
        served = request.served
        application = request.application?.string
    }

    /// What it serves, in so far as it is a cell.
    var served: ServedCell? {
        get {
            guard let pythonPrefix, let libpython else { return nil }
            return ServedCell(
                cell: cell, generation: generation, pythonPrefix: pythonPrefix, libpython: libpython)
        }
        set {
            guard let newValue else { return }
            (cell, generation) = (newValue.cell, newValue.generation)
            (pythonPrefix, libpython) = (newValue.pythonPrefix, newValue.libpython)
        }
    }

    /// Nil when there is none, or none that can be read: then nothing is known to be ours.
    static func read(_ run: RunFolder) -> ServerRecord? {
        try? decodeJSON(Files.readText(run.record))
    }

    func write(_ run: RunFolder) throws {
        let text = try jsonText(self)
        do {
            try Files.replaceFile(run.record, text)
        } catch let error as FileError {
            throw ServerError.runFolderUnusable(run.path.string, reason: "\(error)")
        }
    }
}
