import MatrixHost
package import SystemPackage

/// Whether Apache's children can get at what they have to read, asked before anything is built or started.
///
/// A library under a folder of mode 0700 loads in Apache's parent, which is root, and fails in the children.
package enum AccessCheck {
    /// Throws the first folder that bars the way for `runAs` (nil: whoever we are ourselves, who passes).
    ///
    /// Parts of a path that do not exist yet are not looked at, so that it can be asked before a build.
    package static func verify(runAs: String?, paths: [FilePath]) throws {
        guard let runAs else { return }
        guard let user = UserIdentity.named(runAs) else { throw ServerError.unknownUser(runAs) }
        for path in paths {
            let existing = deepestExisting(path)
            if let barrier = try? firstBarrier(to: existing, for: user) {
                throw ServerError.barred(user: runAs, by: barrier.string, to: path.string)
            }
        }
    }

    private static func deepestExisting(_ path: FilePath) -> FilePath {
        var path = path
        while (try? realPath(path)) == nil, path.removeLastComponent() {}
        return path
    }
}
