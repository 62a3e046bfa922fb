package import SystemPackage

/// Unpacks archives under a policy that trusts nothing in them.
package struct Archives: Sendable {
    /// Unpacks `archive` into the existing empty folder `destination`, in a child of our own binary with limits of its
    /// own; the archive's single top folder is stripped off. Throws `ArchiveError`; the caller removes `destination`.
    package var unpack: @Sendable (_ archive: FilePath, _ destination: FilePath) async throws -> Void

    /// Unpacks in the same way, under a budget for many entries of a store, and writes to the new file `listing` what
    /// each file and link turned out to be: see `unpackArchive`.
    package var unpackListing:
        @Sendable (_ archive: FilePath, _ destination: FilePath, _ listing: FilePath) async throws -> Void

    package init(
        unpack: @escaping @Sendable (FilePath, FilePath) async throws -> Void,
        unpackListing: @escaping @Sendable (FilePath, FilePath, FilePath) async throws -> Void
    ) {
        self.unpack = unpack
        self.unpackListing = unpackListing
    }
}
