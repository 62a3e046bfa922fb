import MatrixHost
package import SystemPackage

/// Whether Apache's children can get at what they have to read, asked before anything is built or started.
///
/// A library under a folder of mode 0700 loads in Apache's parent, which is root, and fails in the children.
package enum AccessCheck {
    /// Throws the first folder that bars the way for `runAs` (nil: whoever we are ourselves, who passes).
    ///
    /// Parts of a path that do not exist yet are not looked at, so that it can be asked before a build.
    package static func verify(runAs: String?, reading: [FilePath], passing: [FilePath] = []) throws {
        guard let runAs else { return }
        guard let user = UserIdentity.named(runAs) else { throw ServerError.unknownUser(runAs) }
        for path in reading + passing {
            let existing = deepestExisting(path)
            // A folder in which something is yet to be made is passed, not read.
            let isFolderToPass = existing != path || passing.contains(path)
            if let barrier = try? firstBarrier(to: existing, for: user, isFolderToPass: isFolderToPass) {
                throw ServerError.barred(user: runAs, by: barrier.string, to: path.string)
            }
        }
    }

    private static func deepestExisting(_ path: FilePath) -> FilePath {
        var path = path
        while (try? Files.real(path)) == nil, path.removeLastComponent() {}
        return path
    }
}
