import Foundation
import MatrixHost
import MatrixModel
import SystemPackage

/// Somewhere to ask for a source: its name for people, and how to find the address.
struct FetchPlace: Sendable {
    let name: String
    let locate: @Sendable () async throws -> RemoteFile
}

/// An address, and the size if the place tells it.
struct RemoteFile: Sendable, Equatable {
    var url: String
    var size: ByteCount?
}

extension FetchPlace {
    /// The user's own mirror: a folder, or the address of one.
    init(mirror: String, fileName: String, workingDirectory: FilePath) {
        name = "mirror \(redactingCredentials(in: mirror))"
        let base = mirror.contains("://") ? mirror : Self.fileURL(workingDirectory.pushing(FilePath(mirror)))
        let url = base + (base.hasSuffix("/") ? "" : "/") + Self.escaped(fileName)
        locate = { RemoteFile(url: url) }
    }

    init(_ place: Source.Place, of source: Source, host: MatrixHost.Host) {
        switch place {
        case .url(let url):
            name = "upstream (\(URL(string: url)?.host() ?? redactingCredentials(in: url)))"
            locate = { RemoteFile(url: url) }
        case .apt(let package, _):
            // The suite is for the set-up, which writes the `deb-src` line: apt is asked for every suite that it knows.
            name = "apt mirror (source \(package))"
            locate = { try await AptMirror(host: host).locate(package, source.digest) }
        case .pip(let project):
            name = "pip mirror (project \(project))"
            locate = { try await PipMirror(host: host).locate(project, source.digest) }
        }
    }

    /// Whether asking there needs no network.
    static func isLocal(mirror: String) -> Bool { !mirror.contains("://") || mirror.hasPrefix("file://") }

    private static func fileURL(_ path: FilePath) -> String { "file://" + escaped(path.string) }

    private static func escaped(_ path: String) -> String {
        path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
    }
}
