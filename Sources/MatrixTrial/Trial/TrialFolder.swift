import MatrixHost
import MatrixModel
import MatrixServers
package import SystemPackage

/// Where a cell's test keeps all that it writes: logs, rendered configuration, the staged application, samples, verdict.
///
/// The next test of the same cell begins with an empty one.
package struct TrialFolder: Sendable {
    package let path: FilePath
    let userID: UInt32

    package init(_ path: FilePath, userID: UInt32) {
        self.path = path
        self.userID = userID
    }

    /// Apache's logs and running state.
    var run: RunFolder { RunFolder(path.appending("apache"), userID: userID) }
    /// The MongoDB servers' logs and data.
    var mongo: FilePath { path.appending("mongodb") }
    var stage: FilePath { path.appending("stage") }
    /// `result.json`, which `test --json` prints too.
    package var result: FilePath { path.appending("result.json") }

    /// Ends what a test that was killed may have left, and empties the folder.
    func clear(using server: ApacheServer) async throws {
        try await server.stop(run)
        if try Files.status(path) != nil { try Files.removeTree(path) }
        try Files.makeFolders(path)
    }

    /// What was rendered, beside the logs that it led to.
    func keepConfiguration(of provisioned: ProvisionedCell) throws {
        for file in [provisioned.httpdConf, provisioned.modWsgiTestConf] {
            guard let name = file.lastComponent?.string else { continue }
            try Files.copyFile(from: file, to: path.appending(name))
        }
    }

    func write(_ result: TrialResult) throws { try Files.replaceFile(self.result, jsonText(result) + "\n") }
}
