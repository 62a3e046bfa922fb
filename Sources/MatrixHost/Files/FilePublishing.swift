package import SystemPackage

extension Files {
    /// Moves a file that is complete to its name, atomically and for good: read-only, its bytes on disk before the name
    /// is, and the name on disk on return. The folder above is made. Both are in one file system.
    package static func publishFile(_ staged: FilePath, as path: FilePath) throws {
        let folder = path.removingLastComponent()
        try makeFolders(folder)
        try syncFolder(folder.removingLastComponent())
        try setPermissions(staged, [.ownerRead, .groupRead, .otherRead])
        try syncFile(staged)
        try rename(from: staged, to: path)
        try syncFolder(folder)
    }
}
