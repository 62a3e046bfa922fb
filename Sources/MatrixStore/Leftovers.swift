import MatrixHost
import MatrixModel
package import SystemPackage

/// Something in a store that nobody will use again: what a killed run has left.
package struct Leftover: Sendable, Equatable {
    package var path: FilePath
    package var reason: String
}

extension Store {
    /// What killed runs have left: work folders, staged files, trees and manifests without a record. With `remove` it is
    /// gone afterwards. What a run that is alive works on has a lock or is young, and is no leftover.
    func leftovers(remove: Bool, now: Duration) async throws -> [Leftover] {
        guard try Files.status(layout.root) != nil else { return [] }
        return try await deadWorkFolders(remove: remove) + withoutRecord(remove: remove)
            + stagedFiles(remove: remove, now: now)
    }

    private func deadWorkFolders(remove: Bool) async throws -> [Leftover] {
        var found: [Leftover] = []
        for name in try names(in: layout.staging) {
            let path = layout.staging.appending(name)
            let isDead = try await whenFree(layout.lock(ofWorkFolder: name)) {
                if remove { try Files.removeTree(path) }
            }
            if isDead { found.append(Leftover(path: path, reason: "the build that worked in it is dead")) }
        }
        return found
    }

    private func withoutRecord(remove: Bool) async throws -> [Leftover] {
        var found: [Leftover] = []
        for kind in EntryKind.allCases {
            let names = try names(in: layout.bucket(kind))
            let records = Set(names.filter { $0.hasSuffix(".json") }.map { $0.dropLast(5) })
            for name in names where !name.hasSuffix(".json") {
                let stem = name.hasSuffix(".manifest") ? name.dropLast(9) : name[...]
                guard !records.contains(stem), let key = BuildKey(String(stem)) else { continue }
                let path = layout.bucket(kind).appending(name)
                var isLeft = false
                let isFree = try await whenFree(layout.lock(kind, key)) {
                    isLeft = try Files.status(layout.record(kind, key)) == nil
                    if isLeft && remove { try Files.removeTree(path) }
                }
                if isFree && isLeft { found.append(Leftover(path: path, reason: "it has no record")) }
            }
        }
        return found
    }

    /// A file that is being replaced is staged for milliseconds.
    private func stagedFiles(remove: Bool, now: Duration) throws -> [Leftover] {
        let folders = [layout.root, layout.cells, layout.configureSeeds] + EntryKind.allCases.map(layout.bucket)
        return try folders.flatMap { folder in
            try names(in: folder).filter { $0.hasPrefix(".staged-") }.compactMap { name in
                let path = folder.appending(name)
                guard let modified = try Files.status(path)?.modified, now - modified > .seconds(600) else {
                    return nil
                }
                if remove { try Files.removeTree(path) }
                return Leftover(path: path, reason: "whoever wrote it was killed")
            }
        }
    }

    /// False when somebody holds the lock.
    func whenFree(_ lock: FilePath, _ body: () throws -> Void) async throws -> Bool {
        do {
            try await FileLock.withLock(lock, mode: .exclusive, timeout: .zero, clock: host.clock) { try body() }
            return true
        } catch FileLockError.heldByAnother {
            return false
        }
    }

    func names(in folder: FilePath) throws -> [String] {
        try Files.status(folder) == nil ? [] : Files.listFolder(folder)
    }

    /// The sizes of all regular files below a path, or of the file itself.
    func size(of path: FilePath) throws -> ByteCount {
        guard let status = try Files.status(path) else { return ByteCount(0) }
        guard status.kind == .folder else { return status.size }
        var sum: Int64 = 0
        try Files.walk(path) { sum += $1.kind == .regular ? $1.size.bytes : 0 }
        return ByteCount(sum)
    }
}
