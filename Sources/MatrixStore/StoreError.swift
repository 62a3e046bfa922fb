package import MatrixModel
package import SystemPackage

/// Why a store could not be used.
package enum StoreError: Mendable, Equatable {
    /// The store's folder cannot be made or written by this user.
    case notWritable(FilePath, Errno)
    /// Files of two owners would be mixed: the store belongs to another user.
    case foreignOwner(FilePath, owner: UInt32, user: UInt32)
    /// A record was written by a later release.
    case laterFormat(FilePath, version: Int)
    /// A builder handed over something that cannot be kept.
    case notPublishable(FilePath, reason: String)
    /// Somebody removed the entry after it was found.
    case removed(FilePath)
    /// An entry is not what was published.
    case damaged(FilePath, reason: String)
    /// No entry has such a key or label.
    case noEntry(String)
    /// Several entries have keys that begin so.
    case ambiguous(String, keys: [String])
    /// A file is not what `cache export` writes, or was changed since.
    case notAnExport(FilePath, reason: String)
    /// No generation exists for the cell.
    case noGeneration(Cell)
    /// Something of another maker stands where we would write, or somebody has changed what we wrote.
    case notOurs(FilePath)
    /// A folder outside the store cannot take what an activation puts there.
    case cannotPlace(FilePath, Errno)
    /// There is no activation to take back.
    case nothingActive
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notWritable(let path, let errno): "cannot write the store `\(path)`: \(errno)"
        case .foreignOwner(let path, let owner, let user):
            "the store `\(path)` belongs to user \(owner) and this is user \(user), so its files would get mixed owners"
        case .laterFormat(let path, let version):
            "`\(path)` was written by a later wsgimatrix (format \(version)), it is left alone"
        case .notPublishable(let path, let reason): "`\(path)` cannot be kept in the store: \(reason)"
        case .removed(let path): "`\(path)` was removed meanwhile"
        case .damaged(let path, let reason): "`\(path)` is damaged: \(reason)"
        case .noEntry(let text): "the store has no entry `\(text)`"
        case .ambiguous(let text, let keys): "several keys begin with `\(text)`: \(keys.joined(separator: ", "))"
        case .notAnExport(let path, let reason): "cannot import `\(path)`: \(reason)"
        case .noGeneration(let cell): "`\(cell)` is not provisioned"
        case .notOurs(let path):
            "`\(path)` was not written by wsgimatrix for this store, or was changed since, so it stays as it is"
        case .cannotPlace(let folder, let errno): "cannot write into `\(folder)`: \(errno)"
        case .nothingActive: "nothing is active"
        }
    }

    /// The command that mends it.
    package var hint: String? {
        switch self {
        case .notWritable, .foreignOwner: "name a store of your own with `--cache DIR` or WSGIMATRIX_CACHE"
        case .laterFormat: "use the newer wsgimatrix, or another store with `--cache DIR`"
        case .notPublishable, .notAnExport: nil
        case .damaged: "wsgimatrix cache verify --repair"
        case .removed: "run the same command again"
        case .noEntry, .ambiguous: "`wsgimatrix cache list` shows the keys and labels of all entries"
        case .noGeneration(let cell):
            "wsgimatrix provision \(cell.python) \(cell.modWsgi) --mode \(cell.mode) --mpm \(cell.mpm)"
        case .notOurs: "move it away, then run the same command again"
        case .cannotPlace(_, .noSuchFileOrDirectory): "name a folder that exists"
        case .cannotPlace: "run it as a user who may write there (and who owns the store), or name another folder"
        case .nothingActive: "wsgimatrix activate PYTHON MOD_WSGI"
        }
    }
}
