import MatrixHost
import MatrixModel
import SystemPackage

/// `servers.json` in a topology's folder: what was started there, written before the start and completed as the members
/// come up, so that a tool killed in between still leaves enough to find them by.
struct MongoRecord: Codable, Equatable {
    var format = 1
    var kind: MongoServerKind
    var executable: String
    var leadingArguments: [String]
    /// As the server says itself; nil until it has been asked.
    var version: String?
    var topology: String
    var members: [Member]

    struct Member: Codable, Equatable {
        var port: UInt16
        var folder: String
        /// Nil until it has been seen, and after it was ended.
        var process: ProcessIdentity?
    }

    static let setName = "wsgimatrix"

    /// Nil when there is none, or none that can be read: then nothing is known to be ours.
    static func read(_ folder: FilePath) -> MongoRecord? {
        try? decodeJSON(Files.readText(path(folder)))
    }

    func write(_ folder: FilePath) throws {
        do {
            try Files.replaceFile(Self.path(folder), try jsonText(self))
        } catch let error as FileError {
            throw ServerError.runFolderUnusable(folder.string, reason: "\(error)")
        }
    }

    static func path(_ folder: FilePath) -> FilePath { folder.appending("servers.json") }

    var isSet: Bool { topology != Topology.standalone.description }

    /// What a driver connects to.
    var uri: String {
        "mongodb://" + members.map { "\($0.address)" }.joined(separator: ",") + "/"
            + (isSet ? "?replicaSet=\(Self.setName)" : "")
    }
}

extension MongoRecord.Member {
    var address: MongoAddress { .loopback(port) }
    var path: FilePath { FilePath(folder) }
    var data: FilePath { path.appending("db") }
    /// What the server logs.
    var log: FilePath { path.appending("mongod.log") }
    /// What it says before it has a log.
    var output: FilePath { path.appending("output.log") }
    var pidFile: FilePath { path.appending("mongod.pid") }

    /// The options that `mongod` and the stand-in share.
    func arguments(setName: String?) -> [String] {
        [
            "--port", "\(port)", "--bind_ip", "127.0.0.1", "--dbpath", data.string, "--logpath", log.string,
            "--pidfilepath", pidFile.string,
        ] + (setName.map { ["--replSet", $0] } ?? [])
    }

    /// Whether a command line is that of this member, or of its supervisor.
    func belongs(_ commandLine: [String]) -> Bool {
        zip(commandLine, commandLine.dropFirst()).contains { $0 == "--pidfilepath" && $1 == pidFile.string }
    }

    /// The last words of the server, for an error.
    func lastWords() -> String {
        for path in [log, output] {
            let lines = ((try? Files.readTail(path, limit: ByteCount(4000))) ?? "").split(separator: "\n")
            if !lines.isEmpty { return lines.suffix(5).joined(separator: "\n") }
        }
        return "it says nothing"
    }
}
