import MatrixHost
package import SystemPackage

/// Which generation `active` leads to.
package struct Activation: Sendable, Equatable {
    package var current: Generation?
    /// Where undoing leads; nil when that takes everything away.
    package var previous: Generation?
    /// What was put outside the store, sorted.
    package var placed: [FilePath]
}

/// `active.json`: what the link itself does not tell.
private struct ActivationRecord: Codable, Equatable {
    static let latestFormat = 1
    static let earlierLimit = 10

    var format = latestFormat
    /// The generations that were active before, the latest last.
    var earlier: [Int] = []
    var placed: [PlacedFile] = []

    var paths: [FilePath] { Set(placed.map(\.path)).sorted().map { FilePath($0) } }

    /// Whether one of ours stands there.
    func owns(_ path: FilePath) throws -> Bool { try placed.contains { try $0.path == path.string && $0.stands() } }
}

extension Store {
    /// What is active now; waits for nobody. Throws `StoreError.notOurs` when somebody else has made `active`.
    package func activation() throws -> Activation {
        let (number, record) = try activeState()
        return Activation(
            current: number.map(generation), previous: record.earlier.last.map(generation), placed: record.paths)
    }

    /// Points `active` at a generation by one `rename(2)`, and puts `placements` where they belong.
    ///
    /// Readers see the old pair or the new one. What stands where a placement is to go is replaced only when we wrote it and
    /// nobody has changed it: else `StoreError.notOurs` is thrown, and `.cannotPlace` for a folder that cannot be written, both
    /// before anything has changed. The record is written first, then the link, then the placements: whoever is killed in
    /// between leaves the old pair or the new one, and the same call completes it. Throws `.removed` for a generation
    /// that was pruned meanwhile.
    @discardableResult
    package func activate(
        _ generation: Generation, placing placements: [Placement] = []
    ) async throws -> (activation: Activation, isSwitched: Bool) {
        try prepareForWriting()
        return try await alone {
            guard try isWhole(generation.number) else { throw StoreError.removed(generation.folder) }
            let (current, old) = try activeState()
            var record = old
            let isSwitched = current != generation.number
            if let current, isSwitched {
                record.earlier = (record.earlier + [current]).suffix(ActivationRecord.earlierLimit)
            }
            // An older text of ours stays in the record: it is what stands there until the new one does.
            record.placed += placements.map(PlacedFile.init).filter { !record.placed.contains($0) }
            for placement in placements {
                guard try Files.status(placement.path) == nil || record.owns(placement.path) else {
                    throw StoreError.notOurs(placement.path)
                }
                try requirePlace(in: placement.path.removingLastComponent())
            }
            if record != old { try write(record) }
            if isSwitched { try point(to: generation.number) }
            for placement in placements where try !PlacedFile(placement).stands() {
                try placement.place(overOurs: record.owns(placement.path))
            }
            return (try activation(), isSwitched)
        }
    }

    /// Points `active` at what it led to before. Where nothing is left of that, takes away the link and all that was placed,
    /// and `willRemove` is asked about each of these files before anything goes; `left` are those that somebody has
    /// changed since.
    ///
    /// Throws `StoreError.nothingActive`. Whoever is killed in between leaves the state before or the one after it.
    @discardableResult
    package func undoActivation(
        willRemove: (_ path: FilePath) throws -> Void = { _ in }
    ) async throws -> (activation: Activation, left: [FilePath]) {
        try prepareForWriting()
        return try await alone {
            let (current, old) = try activeState()
            var record = old
            if let previous = record.earlier.popLast() {
                try point(to: previous)
                try write(record)
                return (try activation(), [])
            }
            guard current != nil || !record.placed.isEmpty else { throw StoreError.nothingActive }
            let ours = try record.paths.filter(record.owns)
            let left = try record.paths.filter { try Files.status($0) != nil && !ours.contains($0) }
            for path in ours + left { try willRemove(path) }
            for path in ours { try requirePlace(in: path.removingLastComponent()) }
            // The link after the files that name it, and what tells of them at the very end.
            for path in ours + [layout.active, layout.activeRecord] { try remove(path) }
            return (try activation(), left)
        }
    }

    /// What the link says, and the record as far as it holds: whoever was killed has written down a step that was not taken,
    /// and a prune keeps no more than the latest of what was active before.
    private func activeState() throws -> (number: Int?, record: ActivationRecord) {
        let number = try activeNumber()
        var record = try readRecord()
        while let last = record.earlier.last, try last == number || !isWhole(last) { record.earlier.removeLast() }
        return (number, record)
    }

    private func activeNumber() throws -> Int? {
        guard let status = try Files.status(layout.active) else { return nil }
        guard status.kind == .symlink, case let target = try Files.readSymlink(layout.active),
            let number = target.lastComponent.flatMap({ Int($0.string) }), target == Self.target(number)
        else { throw StoreError.notOurs(layout.active) }
        return number
    }

    /// Relative, so that it holds after the store was moved.
    private static func target(_ number: Int) -> FilePath { FilePath("generations/\(number)") }

    private func point(to number: Int) throws {
        try Files.replaceSymlink(at: layout.active, target: Self.target(number))
    }

    private func readRecord() throws -> ActivationRecord {
        let path = layout.activeRecord
        guard try Files.status(path) != nil else { return ActivationRecord() }
        guard let text = try storedText(path), let record = try? decodeJSON(text) as ActivationRecord else {
            host.console.note("`\(path)` is damaged: what was active before is not known any more")
            return ActivationRecord()
        }
        guard record.format <= ActivationRecord.latestFormat else {
            throw StoreError.laterFormat(path, version: record.format)
        }
        return record
    }

    private func write(_ record: ActivationRecord) throws {
        try Files.replaceFile(layout.activeRecord, jsonText(record) + "\n")
    }

    private func remove(_ path: FilePath) throws {
        try Files.removeTree(path)
        try Files.syncFolder(path.removingLastComponent())
    }

    private func requirePlace(in folder: FilePath) throws {
        do {
            try Files.requireWritable(folder)
        } catch let error as FileError {
            throw StoreError.cannotPlace(folder, error.errno ?? .ioError)
        }
    }

    private func generation(_ number: Int) -> Generation {
        Generation(number: number, folder: layout.generations.appending("\(number)"))
    }

    /// Whether its module is there, and its libraries lead somewhere.
    private func isWhole(_ number: Int) throws -> Bool {
        let folder = generation(number).folder
        guard try Files.status(folder.appending("mod_wsgi.so"))?.kind == .regular else { return false }
        let libraries = try names(in: folder.appending("lib"))
        return libraries.allSatisfy { (try? Files.real(folder.appending("lib").appending($0))) != nil }
    }

    /// The lock that a prune holds while it removes generations.
    private func alone<Value>(_ body: () async throws -> Value) async throws -> Value {
        try await FileLock.withLock(layout.lock("generations"), mode: .exclusive, clock: host.clock, body: body)
    }
}
