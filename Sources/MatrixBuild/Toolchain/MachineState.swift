import MatrixHost
import MatrixModel
import SystemPackage

/// What a `configure` may find on this machine: headers, libraries, programs, the kernel.
struct MachineState {
    /// The package manager's record of all that it has installed.
    let packages: FilePath
    /// Places of what no package brought: all that is below them counts.
    let trees: [FilePath]
    /// Folders in which names may come and go.
    let folders: [FilePath]

    /// dpkg's, with the folders that the compiler, pkg-config and PATH look through.
    init(machine: String) {
        packages = "/var/lib/dpkg/status"
        trees = ["/usr/local/include", "/usr/local/lib/pkgconfig"]
        folders =
            ["/usr/include", "/lib", "/usr/lib", "/usr/local/lib"].flatMap {
                [FilePath($0), FilePath($0).appending(machine)]
            } + BuildEnvironment.searchPath.map { FilePath($0) }
    }

    init(packages: FilePath, trees: [FilePath], folders: [FilePath]) {
        self.packages = packages
        self.trees = trees
        self.folders = folders
    }

    /// Another one whenever something is installed, upgraded or removed, or another kernel runs. Nil where nobody keeps a
    /// record of that: then nothing may be taken for known.
    func digest() throws -> SHA256Digest? {
        guard try Files.status(packages) != nil else { return nil }
        let kernel = try? Files.readText("/proc/sys/kernel/osrelease")
        var text = try sha256(ofFile: packages).hexadecimal + (kernel ?? "")
        for folder in folders { text += line(folder, try Files.status(folder)) }
        for tree in trees {
            text += line(tree, try Files.status(tree))
            guard let root = try? Files.real(tree) else { continue }
            try Files.walk(root) { text += line($0, $1) }
        }
        return sha256(of: text)
    }

    /// As numbers: the description of a time takes longer than all the rest.
    private func line(_ path: FilePath, _ status: FileStatus?) -> String {
        guard let status else { return "\(path)\n" }
        let (seconds, attoseconds) = status.modified.components
        return "\(path) \(status.inode) \(status.size.bytes) \(seconds) \(attoseconds)\n"
    }
}
