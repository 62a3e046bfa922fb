import MatrixModel
import SystemPackage

/// The tarballs that a fetch brought.
struct FetchResult: Encodable {
    var files: [File] = []

    struct File: Encodable {
        var name: String
        var sha256: String
        var path: String

        init(_ source: Source, at path: FilePath) {
            name = source.fileName
            sha256 = source.digest.hexadecimal
            self.path = path.string
        }
    }

    var text: String { files.map(\.path).joined(separator: "\n") }
}
