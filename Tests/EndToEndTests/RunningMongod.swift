import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

/// A `wsgimatrix embedded-mongod` in the background.
struct RunningMongod {
    let process: ProcessIdentity
    let port: UInt16
    let folder: FilePath

    var client: MongodClient { MongodClient(port: port) }
    var pidFile: FilePath { folder.appending("pid") }

    /// Starts one as a script does; `cleanUp` kills it. Port 0 takes a free one.
    static func start(
        in folder: FilePath, port: UInt16 = 0, replicaSet: String? = nil, cleanUp: CleanUp
    ) async throws -> RunningMongod {
        try Files.makeFolders(folder)
        let (log, pidFile) = (folder.appending("log"), folder.appending("pid"))
        try Files.removeTree(log)
        var arguments = ["--port", "\(port)", "--fork", "--logpath", log.string, "--pidfilepath", pidFile.string]
        if let replicaSet { arguments += ["--replSet", replicaSet] }
        let output = try await run(arguments)
        try #require(output.status == .exited(0), "\(output.standardError)")
        let pid = try #require(Int32(try Files.readText(pidFile).trimmingCharacters(in: .whitespacesAndNewlines)))
        let process = try #require(ProcessTable.live.lookup(pid)).identity
        cleanUp.add { _ = ProcessTable.live.signal(process, .kill) }
        let words = try Files.readText(log).split(whereSeparator: \.isWhitespace)
        let spoken = try #require(words.firstIndex(of: "port"))
        return RunningMongod(process: process, port: try #require(UInt16(words[spoken + 1])), folder: folder)
    }

    static func run(_ arguments: [String]) async throws -> CapturedOutput {
        try await Processes.live.capture(
            Command(builtBinary, ["embedded-mongod"] + arguments, environment: ProcessInfo.processInfo.environment))
    }

    func end(by signal: ProcessSignal) async throws {
        _ = ProcessTable.live.signal(process, signal)
        try await waitForEnd()
    }

    func waitForEnd() async throws {
        try await wait(for: "the end of \(process.pid)") {
            ProcessTable.live.lookup(process.pid)?.identity != process
        }
    }
}
