import MatrixHost
import MatrixModel
import SystemPackage

/// What a `configure` may find on this machine: headers, libraries, programs, the kernel.
struct MachineState {
    /// All that is below them counts.
    let trees: [FilePath]
    /// Their own names count.
    let folders: [FilePath]

    init(machine: String) {
        trees = [FilePath("/usr/include"), FilePath("/usr/local/include")]
        folders =
            ["/lib", "/usr/lib", "/usr/local/lib"].flatMap { [FilePath($0), FilePath($0).appending(machine)] }
            + ["/usr/share/pkgconfig", "/usr/local/lib/pkgconfig"].map { FilePath($0) }
            + [FilePath("/usr/lib").appending(machine).appending("pkgconfig")]
            + BuildEnvironment.searchPath.map { FilePath($0) }
    }

    init(trees: [FilePath], folders: [FilePath]) {
        self.trees = trees
        self.folders = folders
    }

    /// Another one whenever something is installed, upgraded or removed, or another kernel runs.
    func digest() throws -> SHA256Digest {
        var text = (try? Files.readText("/proc/sys/kernel/osrelease")) ?? ""
        for tree in trees {
            text += "\(tree)\n"
            guard let root = try Files.followed(tree) else { continue }
            try Files.walk(root) { path, status in text += line("\(path)", status) }
        }
        for folder in folders {
            text += "\(folder)\n"
            guard let root = try Files.followed(folder) else { continue }
            for name in try Files.listFolder(root) {
                guard let status = try Files.status(root.appending(name)) else { continue }
                text += line(name, status)
            }
        }
        return sha256(of: text)
    }

    /// As numbers: the description of a time takes longer than all the rest.
    private func line(_ name: String, _ status: FileStatus) -> String {
        let (seconds, attoseconds) = status.modified.components
        return "\(name) \(status.inode) \(status.size.bytes) \(seconds) \(attoseconds)\n"
    }
}

extension Files {
    /// The folder that a path means; nil when there is none.
    fileprivate static func followed(_ path: FilePath) throws -> FilePath? {
        guard try status(path) != nil, let real = try? real(path), try status(real)?.kind == .folder else { return nil }
        return real
    }
}
