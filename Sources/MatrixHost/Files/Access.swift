import Glibc
package import SystemPackage

/// The first folder on the way to `path` that `user` may not pass, or `path` itself when it may not be read; nil when
/// the way is clear. Where `isFolderToPass`, `path` is a folder that has to be passed only, not listed.
///
/// Judged by owner, group and mode, which is what Apache's children meet; access control lists are not looked at.
/// Both the path as written and where its links lead are walked. Throws `FileError` when a part does not exist.
package func firstBarrier(
    to path: FilePath, for user: UserIdentity, isFolderToPass: Bool = false
) throws -> FilePath? {
    for way in [path, try Files.real(path)] {
        var passed = FilePath("/")
        for component in way.lexicallyNormalized().components.dropLast() {
            if try !user.may(S_IXOTH, passed) { return passed }
            passed.append(component)
        }
        if try !user.may(S_IXOTH, passed) { return passed }
    }
    var status = stat()
    guard stat(path.string, &status) == 0 else { throw Errno(rawValue: errno) }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    let wanted = isFolderToPass ? S_IXOTH : isFolder ? S_IROTH | S_IXOTH : S_IROTH
    return try user.may(wanted, path) ? nil : path
}

extension UserIdentity {
    /// Whether the permissions, given as those of "others", are granted to this user.
    fileprivate func may(_ permissions: mode_t, _ path: FilePath) throws -> Bool {
        if userID == 0 { return true }
        var status = stat()
        guard stat(path.string, &status) == 0 else { throw Errno(rawValue: errno) }
        let shift: mode_t = status.st_uid == userID ? 6 : groupIDs.contains(status.st_gid) ? 3 : 0
        return (status.st_mode >> shift) & permissions == permissions
    }
}
