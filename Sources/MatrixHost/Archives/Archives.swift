package import SystemPackage

/// Unpacks source tarballs under a policy that trusts nothing in them.
package struct Archives: Sendable {
    /// Unpacks `archive` into the existing empty folder `destination`, in a child of our own binary with limits of its
    /// own; the archive's single top folder is stripped off. Throws `ArchiveError`; the caller removes `destination`.
    package var unpack: @Sendable (_ archive: FilePath, _ destination: FilePath) async throws -> Void

    package init(unpack: @escaping @Sendable (FilePath, FilePath) async throws -> Void) { self.unpack = unpack }
}
