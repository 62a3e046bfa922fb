import MatrixHost
import MatrixModel
package import SystemPackage

/// A file or a link that an activation puts into a folder outside the store.
package struct Placement: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        case link(to: FilePath)
        case text(String)
    }

    package var path: FilePath
    package var content: Content

    package init(_ path: FilePath, _ content: Content) {
        self.path = path
        self.content = content
    }

    /// Puts it there. Only what we wrote earlier may stand in its place: anything else throws `.fileExists`.
    func place(overOurs: Bool) throws {
        switch content {
        case .link(let target) where overOurs: try Files.replaceSymlink(at: path, target: target)
        case .link(let target): try Files.addSymlink(at: path, target: target)
        case .text(let text) where overOurs: try Files.replaceFile(path, text)
        case .text(let text): try Files.addFile(path, text)
        }
    }
}

/// What the record tells of a placement: enough to know it again.
struct PlacedFile: Codable, Equatable {
    var path: String
    /// Where the link points.
    var target: String?
    /// SHA-256 of the file.
    var digest: String?

    init(_ placement: Placement) {
        path = placement.path.string
        switch placement.content {
        case .link(let target): self.target = target.string
        case .text(let text): digest = sha256(of: text).hexadecimal
        }
    }

    /// Whether it stands at its path, byte for byte.
    func stands() throws -> Bool {
        let path = FilePath(path)
        return switch try Files.status(path)?.kind {
        case .symlink: try Files.readSymlink(path).string == target
        case .regular: try sha256(ofFile: path).hexadecimal == digest
        case .folder, .other, nil: false
        }
    }
}
