import MatrixHost
import MatrixModel
import MatrixStore

extension Store {
    /// Says so before a build fills the disk: a compiler's own words would come minutes later.
    func requireRoom(_ needed: ByteCount, for label: String) throws {
        let free = try Files.freeSpace(layout.root)
        guard free >= needed else { throw BuildError.noRoom(label: label, layout.root, free: free, needed: needed) }
    }
}
