import Foundation
import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage

/// A store, and a mirror to fill it from.
struct MongodbArchive {
    let root: FilePath
    let mirror: MongodbMirror

    static let version = Version("8.0.11")!

    init(_ script: String? = MongodbMirror.script, in root: FilePath) async throws {
        self.root = root
        mirror = try await MongodbMirror(script, in: root)
    }

    var layout: Layout { Layout(root: root.appending("store")) }
    var tarball: FilePath { mirror.tarball }

    func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: tarball.string))) }

    func builder(mirror place: String? = nil) throws -> MongodBuilder {
        var host = MatrixHost.Host.failing
        host.processes = .live
        host.downloads = .live(clock: PauseRecorder(), policy: DownloadPolicy())
        host.archives = .live(executable: builtBinary, processes: .live)
        host.environment.userID = HostEnvironment.current().userID
        return MongodBuilder(
            host: host, store: Store(layout: layout, host: host),
            fetcher: SourceFetcher(
                host: host, folder: layout.downloads, locks: layout.locks,
                options: FetchOptions(offline: false, mirrors: [place ?? mirror.folder.string])),
            recipe: try MongodbRecipe(mirror.recipe, file: "mongodb.yaml"))
    }
}
