import MatrixHost
import MatrixModel
import SystemPackage

/// What stood under a key when it was judged, by inode: what stands there later may be somebody's good rebuild.
struct Sighting {
    let kind: EntryKind
    let key: BuildKey
    /// The record first: without it the rest is a miss already.
    fileprivate let things: [(path: FilePath, name: String, inode: UInt64)]
    fileprivate let hasRecord: Bool

    init(_ kind: EntryKind, _ key: BuildKey, in layout: Layout) throws {
        self.kind = kind
        self.key = key
        things = try [
            (layout.record(kind, key), "record.json"), (layout.entry(kind, key), "entry"),
            (layout.manifest(kind, key), "manifest"),
        ].compactMap { path, name in try Files.status(path).map { (path, name, $0.inode) } }
        hasRecord = things.first?.name == "record.json"
    }
}

extension Store {
    /// Moves all that was seen out of the way, with the reason beside it. Of several that saw the same damage, the one
    /// that gets the record moves the rest.
    func quarantine(_ sighting: Sighting, reason: String) throws {
        try prepareForWriting()
        let folder = try makeQuarantineFolder("\(sighting.kind.bucket)-\(sighting.key)")
        for thing in sighting.things {
            let isMoved = try move(thing.path, to: folder.appending(thing.name), inode: thing.inode)
            if !isMoved && sighting.hasRecord && thing.name == "record.json" { return try Files.removeTree(folder) }
        }
        try Files.writeFile(folder.appending("reason.txt"), reason + "\n")
        host.console.note("quarantined a damaged \(sighting.kind.rawValue) entry: \(reason)")
    }

    /// Moves one thing out of the way that is no entry.
    func quarantine(_ path: FilePath, as name: String, reason: String) throws {
        let folder = try makeQuarantineFolder(name)
        try Files.rename(from: path, to: folder.appending(path.lastComponent!))
        try Files.writeFile(folder.appending("reason.txt"), reason + "\n")
        host.console.note("quarantined: \(reason)")
    }

    private func makeQuarantineFolder(_ name: String) throws -> FilePath {
        var number = 1
        while true {
            let folder = layout.quarantine.appending("\(name)-\(number)")
            do {
                try Files.makeFolder(folder)
                return folder
            } catch FileError.failed(_, _, .fileExists) {
                number += 1
            }
        }
    }

    /// False when that very thing does not stand there any more.
    private func move(_ path: FilePath, to destination: FilePath, inode: UInt64) throws -> Bool {
        guard try Files.status(path)?.inode == inode else { return false }
        do {
            try Files.rename(from: path, to: destination)
            return true
        } catch FileError.failed(_, _, .noSuchFileOrDirectory) {
            return false
        }
    }
}
