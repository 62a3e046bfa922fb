package import MatrixModel
package import SystemPackage

/// Why a source was not fetched, or one place did not have it.
package enum FetchError: Mendable, Equatable {
    /// Nobody had it: every place that was asked, in order.
    case unavailable([PlaceFailure])
    /// Any one of these would do, and none is held.
    case offline(missing: [String], folder: FilePath)
    case wrongDigest(expected: SHA256Digest, found: SHA256Digest)
    case aptFailed(command: String, reason: String)
    case notInApt(source: String, digest: SHA256Digest)
    case pipFailed(command: String, reason: String)
    case notInIndex(project: String, digest: SHA256Digest)
}

/// What came of asking one place for one file.
package struct PlaceFailure: Sendable, Equatable {
    package var fileName: String
    package var place: String
    package var reason: String

    package init(fileName: String, place: String, reason: String) {
        self.fileName = fileName
        self.place = place
        self.reason = reason
    }
}

extension FetchError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unavailable(let failures): Self.list(failures)
        case .offline(let missing, let folder):
            "\(Self.alternatives(missing)) is not in `\(folder)`, and `--offline` allows no download"
        case .wrongDigest(let expected, let found): "its SHA-256 is \(found) where \(expected) is expected"
        case .aptFailed(let command, let reason):
            "`\(command)` failed: \(reason) (`make deps` writes the `deb-src` lines that it needs)"
        case .notInApt(let source, let digest):
            "no version of the source package \(source) that apt knows has a file with SHA-256 \(digest) "
                + "(`make deps` writes the `deb-src` lines)"
        case .pipFailed(let command, let reason): "`\(command)` failed: \(reason)"
        case .notInIndex(let project, let digest): "the index lists no file of \(project) with SHA-256 \(digest)"
        }
    }

    /// The command that mends it.
    package var hint: String? {
        switch self {
        case .offline:
            "without `--offline` it is downloaded; `wsgimatrix fetch --to DIR` brings it where there is a network, for `--mirror DIR` here"
        case .unavailable:
            "`--mirror` names a folder or a server that has it; `wsgimatrix fetch --to DIR` fills such a folder elsewhere"
        case .wrongDigest, .aptFailed, .notInApt, .pipFailed, .notInIndex: nil
        }
    }

    private static func list(_ failures: [PlaceFailure]) -> String {
        let names = failures.map(\.fileName).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let lines = failures.map { failure in
            "\n  " + (names.count > 1 ? "\(failure.fileName), " : "") + "\(failure.place): \(failure.reason)"
        }
        return "no place gave \(alternatives(names))" + lines.joined()
    }

    private static func alternatives(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: " or ")
    }
}
