import Foundation
import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage

/// A downloads folder, a server that lies, and a host that may use both and the tools of a private PATH.
struct FetchFixture {
    let root: FilePath
    let server: LyingServer
    let notes = Recorder<String>()
    var options = FetchOptions()

    static let body = Array("the bytes that the recipe pins\n".utf8)
    static let digest = sha256(of: "the bytes that the recipe pins\n")

    static func answering(_ handler: @escaping LyingServer.Handler) -> Scope {
        Scope(server: LyingServer.answering(handler))
    }

    struct Scope {
        let server: LyingServer.Scope

        nonisolated(nonsending) func run(
            _ test: nonisolated(nonsending) (inout FetchFixture) async throws -> Void
        ) async throws {
            try await withTemporaryFolder { root in
                try Files.makeFolders(root.appending("bin"))
                try await server.run { server in
                    var fixture = FetchFixture(root: root, server: server)
                    try await test(&fixture)
                }
            }
        }
    }

    var folder: FilePath { root.appending("store/downloads-v1") }
    var locks: FilePath { root.appending("store/locks") }
    var final: FilePath { folder.appending(Self.digest.hexadecimal).appending("it-1.0.tar.gz") }
    var partial: FilePath { folder.appending("partial").appending(Self.digest.hexadecimal) }

    var host: MatrixHost.Host {
        var policy = DownloadPolicy()
        policy.attempts = 1
        policy.stallTime = .seconds(2)
        var host = MatrixHost.Host.failing
        host.processes = .live
        host.downloads = .live(clock: PauseRecorder(), policy: policy)
        host.console.note = { [notes] in notes.append($0) }
        host.environment.variables = ["PATH": "\(root.appending("bin")):/usr/bin:/bin"]
        host.environment.workingDirectory = root
        return host
    }

    func source(_ places: Source.Place..., size: ByteCount? = nil) -> Source {
        Source(fileName: "it-1.0.tar.gz", digest: Self.digest, size: size, places: places)
    }

    var upstream: Source.Place { .url(server.url("/it-1.0.tar.gz")) }

    func fetcher() -> SourceFetcher { SourceFetcher(host: host, folder: folder, locks: locks, options: options) }

    /// What a fetcher of its own brings.
    func fetchedBytes(_ source: Source) async throws -> [UInt8]? { bytes(try await fetcher().fetch(source)) }

    func write(_ bytes: [UInt8], to path: FilePath) throws {
        try Files.makeFolders(path.removingLastComponent())
        try Data(bytes).write(to: URL(filePath: path.string))
    }

    func bytes(_ path: FilePath) -> [UInt8]? { FileManager.default.contents(atPath: path.string).map { Array($0) } }
}
