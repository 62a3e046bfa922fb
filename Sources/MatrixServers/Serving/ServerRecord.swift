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
    /// Apache's parent process; nil until it has been seen.
    var process: ProcessIdentity?
    /// What that process executes, which its children share.
    var executable: String?

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
