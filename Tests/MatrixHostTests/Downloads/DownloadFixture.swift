import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage

/// One download from a server that lies, with little patience and pauses that only get written down.
struct DownloadFixture {
    let folder: FilePath
    let server: LyingServer
    let pauses = PauseRecorder()
    var policy = DownloadPolicy.impatient
    var expectedSize: ByteCount?
    var maximumSize = ByteCount(1 << 20)

    static let body = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    static func answering(_ handler: @escaping LyingServer.Handler) -> Scope {
        Scope(server: LyingServer.answering(handler))
    }

    struct Scope {
        let server: LyingServer.Scope

        nonisolated(nonsending) func run(
            _ test: nonisolated(nonsending) (inout DownloadFixture) async throws -> Void
        ) async throws {
            try await withTemporaryFolder { folder in
                try await server.run { server in
                    var fixture = DownloadFixture(folder: folder, server: server)
                    try await test(&fixture)
                }
            }
        }
    }

    var partial: FilePath { folder.appending("partial") }

    var partialBytes: [UInt8]? { FileManager.default.contents(atPath: partial.string).map { Array($0) } }

    var ranges: [Int?] { server.requests.map(\.rangeStart) }

    func leavePartial(_ bytes: some Sequence<UInt8>) throws {
        try Data(bytes).write(to: URL(filePath: partial.string))
    }

    func download(_ path: String = "/file", progress: @escaping DownloadProgress = { _, _ in }) async throws {
        try await download(url: server.url(path), progress: progress)
    }

    func download(url: String, progress: @escaping DownloadProgress = { _, _ in }) async throws {
        let request = DownloadRequest(
            url: url, destination: partial, expectedSize: expectedSize, maximumSize: maximumSize)
        try await Downloads.live(clock: pauses, policy: policy).download(request, progress)
    }
}

extension DownloadPolicy {
    static var impatient: DownloadPolicy {
        var policy = DownloadPolicy()
        policy.connectTimeout = .seconds(5)
        policy.stallTime = .seconds(1)
        policy.attempts = 3
        policy.firstPause = .seconds(1)
        policy.longestPause = .seconds(3)
        policy.redirects = 3
        return policy
    }
}
