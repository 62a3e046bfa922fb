import MatrixHost
package import MatrixModel
package import SystemPackage

/// One immutable pair of `mod_wsgi.so` and `lib/`, with the configuration that was rendered for it.
package struct Generation: Sendable, Equatable {
    package var number: Int
    package var folder: FilePath
}

/// What `generation.json` says.
package struct GenerationRecord: Codable, Sendable, Equatable {
    package var format = 1
    package var cell: String
    /// Of everything that went into it: the same inputs give the same generation.
    package var fingerprint: String
    package var pythonKey: String
    package var modWsgiKey: String

    package init(cell: Cell, fingerprint: SHA256Digest, pythonKey: BuildKey, modWsgiKey: BuildKey) {
        self.cell = cell.description
        self.fingerprint = fingerprint.hexadecimal
        self.pythonKey = pythonKey.text
        self.modWsgiKey = modWsgiKey.text
    }
}

extension Store {
    /// The newest generation of a cell with its record; nil when the cell was never provisioned here.
    package func generation(of cell: Cell) throws -> (Generation, GenerationRecord)? {
        let link = layout.cellLink(cell)
        guard try Files.status(link) != nil, let name = try Files.readSymlink(link).lastComponent?.string,
            let number = Int(name)
        else { return nil }
        let generation = Generation(number: number, folder: layout.generations.appending(name))
        return try record(of: generation.folder).map { (generation, $0) }
    }

    /// What `generation.json` in a generation's folder says; nil when there is none that can be read.
    package func record(of generation: FilePath) throws -> GenerationRecord? {
        let path = generation.appending("generation.json")
        guard try Files.status(path) != nil else { return nil }
        return try? decodeJSON(Files.readText(path))
    }

    /// The cells that have a generation, by name.
    package func provisionedCells() throws -> [Cell] {
        guard try Files.status(layout.cells) != nil else { return [] }
        return try Files.listFolder(layout.cells).compactMap { Cell($0) }
    }

    /// The cell's generation with this fingerprint, laid out by `fill` when its newest one has another or is damaged.
    ///
    /// `isWhole` is asked about a generation that would be used. A damaged one stays, since a server may run from it.
    /// `fill` is given the staging folder to write in and the folder where the generation will stand. The cell's link
    /// moves by one `rename(2)` after the generation is complete and on disk.
    package func generation(
        of cell: Cell, record: GenerationRecord, isWhole: (_ folder: FilePath) throws -> Bool = { _ in true },
        fill: (_ staging: FilePath, _ destination: FilePath) throws -> Void
    ) async throws -> (generation: Generation, isNew: Bool) {
        func usable() throws -> Generation? {
            guard let (generation, found) = try generation(of: cell), found == record, try isWhole(generation.folder)
            else { return nil }
            return generation
        }
        if let generation = try usable() { return (generation, false) }
        try prepareForWriting()
        // A build that was killed after it had published left its work folder, and no other build may come.
        try await sweepStaging()
        return try await FileLock.withLock(layout.lock("generations"), mode: .exclusive, clock: host.clock) {
            if let generation = try usable() { return (generation, false) }
            let number = (try Files.listFolder(layout.generations).compactMap { Int($0) }.max() ?? 0) + 1
            let folder = layout.generations.appending("\(number)")
            let staging = layout.staging.appending("generations")
            try Files.removeTree(staging)
            try Files.makeFolder(staging)
            do {
                try fill(staging, folder)
                try Files.writeFile(staging.appending("generation.json"), jsonText(record) + "\n")
                try Files.syncTree(staging)
                try Files.rename(from: staging, to: folder)
            } catch {
                try? Files.removeTree(staging)
                throw error
            }
            try Files.syncFolder(layout.generations)
            try Files.replaceSymlink(at: layout.cellLink(cell), target: FilePath("../generations/\(number)"))
            return (Generation(number: number, folder: folder), true)
        }
    }
}
