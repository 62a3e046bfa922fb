import MatrixHost
import MatrixModel
import SystemPackage

/// A user's checkout of the driver: read, never written.
struct Checkout: Sendable {
    let folder: FilePath
    /// What is copied, relative to the folder, in the order of their bytes.
    let files: [FilePath]
    /// Of the names and the bytes of all of them.
    let digest: SHA256Digest

    /// Reads every file. Throws `BuildError.notACheckout`.
    init(_ path: FilePath) throws {
        guard try Files.status(path) != nil else { throw BuildError.notACheckout(path, reason: "it is not there") }
        folder = try Files.real(path)
        for needed in ["pymongo/__init__.py", "bson/__init__.py", "setup.py"] {
            guard try Files.status(folder.pushing(FilePath(needed))) != nil else {
                throw BuildError.notACheckout(path, reason: "it has no `\(needed)`")
            }
        }
        var files: [FilePath] = []
        try Self.list(FilePath(""), in: folder, into: &files)
        self.files = files
        digest = try Self.digest(of: files, in: folder)
    }

    /// Copies the files into an empty folder. Throws `BuildError.checkoutChanged` when they are not those of `digest`.
    func copy(to destination: FilePath) throws {
        for file in files {
            try Files.makeFolders(destination.pushing(file).removingLastComponent())
            // The file that a link leads to: copying the link would leave the checkout.
            try Files.copyFile(from: try Files.real(folder.pushing(file)), to: destination.pushing(file))
        }
        guard try Self.digest(of: files, in: destination) == digest else { throw BuildError.checkoutChanged(folder) }
    }

    /// Folders of the top that no build reads.
    private static let unneeded: Set = ["build", "dist", "doc", "test", "tools"]
    /// What an earlier build of the user's has left: for another Python, perhaps.
    private static let built: Set = ["so", "pyd", "o", "pyc", "pyo"]

    private static func list(_ relative: FilePath, in root: FilePath, into files: inout [FilePath]) throws {
        for name in try Files.listFolder(root.pushing(relative)) where !name.hasPrefix(".") && name != "__pycache__" {
            let path = relative.appending(name)
            let target = try? Files.real(root.pushing(path))
            // A link that leads nowhere is of no use to a build either.
            guard let target, let status = try Files.status(target) else { continue }
            switch status.kind {
            case .regular: if !built.contains(path.extension ?? "") { files.append(path) }
            case .folder:
                let isUnneeded = relative.isEmpty && unneeded.contains(name) || name.hasSuffix(".egg-info")
                let isEnvironment = try Files.status(target.appending("pyvenv.cfg")) != nil
                // A link to a folder may lead back up.
                let isLink = try Files.status(root.pushing(path))?.kind == .symlink
                if !isUnneeded && !isEnvironment && !isLink { try list(path, in: root, into: &files) }
            case .symlink, .other: break
            }
        }
    }

    private static func digest(of files: [FilePath], in root: FilePath) throws -> SHA256Digest {
        var text = ""
        for file in files { text += "\(try sha256(ofFile: Files.real(root.pushing(file)))) \(file)\n" }
        return sha256(of: text)
    }
}
