import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

extension Store {
    /// Says so before a build fills the disk: a compiler's own words would come minutes later.
    func requireRoom(_ needed: ByteCount, for label: String) throws {
        let free = try Files.freeSpace(layout.root)
        guard free >= needed else { throw BuildError.noRoom(label: label, layout.root, free: free, needed: needed) }
    }

    /// Says so before minutes of building end in an install step with half a path.
    func requireUsablePath() throws {
        let root = layout.root
        if let character = root.string.first(where: { $0.isWhitespace || "\"'`$\\#:;&|()<>*?[]%".contains($0) }) {
            throw BuildError.unusablePath(root, character)
        }
    }
}
