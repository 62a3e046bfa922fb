import MatrixHost
package import MatrixModel
import SystemPackage

/// What was found when a whole store was read.
package struct VerifyReport: Sendable {
    package struct Damage: Sendable, Equatable {
        /// `python`, `mod_wsgi`, `driver`, `mongodb`, `generation` or `download`.
        package var kind: String
        package var label: String
        package var path: String
        package var reason: String
        /// Whether it was moved to quarantine, so that the next use makes it again.
        package var isRepaired: Bool
    }

    package var entries = 0
    package var generations = 0
    package var downloads = 0
    package var damage: [Damage] = []
    package var leftovers: [Leftover] = []
    /// What earlier damage takes up.
    package var quarantine = ByteCount(0)
}

extension Store {
    /// Reads every byte of every entry, generation and tarball. With `repair` what is damaged goes to quarantine, but
    /// for a generation that a server runs from, and what killed runs have left is removed. `progress` is told what is
    /// read.
    package func verify(
        repair: Bool, live: [LiveGeneration], progress: @escaping @Sendable (String) -> Void
    ) async throws -> VerifyReport {
        var report = VerifyReport()
        guard try Files.status(layout.root) != nil else { return report }
        if repair { try prepareForWriting() }
        for kind in EntryKind.allCases {
            for summary in try summaries(kind) {
                try Task.checkCancellation()
                progress("verifying \(kind.rawValue) \(summary.label)")
                report.entries += 1
                let found = try await onOwnThread { try damage(of: summary, repair: repair) }
                if let damage = found { report.damage.append(damage) }
            }
            report.damage += try unreadable(kind, repair: repair)
        }
        try await verifyGenerations(repair: repair, live: live, &report)
        try await verifyDownloads(repair: repair, progress, &report)
        report.leftovers = try await leftovers(remove: repair, now: .sinceEpoch)
        report.quarantine = try size(of: layout.quarantine)
        return report
    }

    private func damage(of summary: EntrySummary, repair: Bool) throws -> VerifyReport.Damage? {
        let sighting = try Sighting(summary.kind, summary.key, in: layout)
        guard let record = try record(summary.kind, summary.key) else { return nil }
        let entry = Entry(
            kind: summary.kind, key: summary.key, folder: layout.entry(summary.kind, summary.key), record: record)
        let rows = BuildInputs(kind: summary.kind, rows: record.inputs)
        let difference =
            key(of: rows) == summary.key
            ? try difference(in: entry, depth: .digests) : "its record holds the inputs of another key"
        guard let difference else { return nil }
        // Somebody else quarantines or prunes it right now.
        guard try Files.status(layout.record(summary.kind, summary.key)) != nil else { return nil }
        if repair { try quarantine(sighting, reason: difference) }
        return VerifyReport.Damage(
            kind: summary.kind.rawValue, label: record.label, path: entry.folder.string, reason: difference,
            isRepaired: repair)
    }

    /// Records that no release has written.
    private func unreadable(_ kind: EntryKind, repair: Bool) throws -> [VerifyReport.Damage] {
        try names(in: layout.bucket(kind)).compactMap { name in
            guard name.hasSuffix(".json"), let key = BuildKey(String(name.dropLast(5))) else { return nil }
            let sighting = try Sighting(kind, key, in: layout)
            do {
                guard try record(kind, key) == nil, try Files.status(layout.record(kind, key)) != nil else {
                    return nil
                }
            } catch StoreError.laterFormat {
                return nil
            }
            let reason = "`\(layout.record(kind, key))` is no record"
            if repair { try quarantine(sighting, reason: reason) }
            return VerifyReport.Damage(
                kind: kind.rawValue, label: "\(key)", path: layout.entry(kind, key).string, reason: reason,
                isRepaired: repair)
        }
    }

    private func verifyGenerations(
        repair: Bool, live: [LiveGeneration], _ report: inout VerifyReport
    ) async throws {
        guard try Files.status(layout.generations) != nil else { return }
        let holders = try GenerationHolders(self, live: live)
        for name in try names(in: layout.generations) where Int(name) != nil {
            let folder = layout.generations.appending(name)
            report.generations += 1
            guard let reason = try fault(of: folder, holders.records[folder]) else { continue }
            let isServed = holders.reasons[folder]?.hasPrefix("Apache") ?? false
            if repair && !isServed { try await quarantine(generation: folder, reason: reason) }
            report.damage.append(
                VerifyReport.Damage(
                    kind: "generation", label: holders.records[folder]?.cell ?? name, path: folder.string,
                    reason: isServed ? "\(reason); an Apache runs from it" : reason, isRepaired: repair && !isServed))
        }
    }

    /// What is wrong with a generation: its module against the entry's manifest, its links against what they lead to.
    private func fault(of folder: FilePath, _ record: GenerationRecord?) throws -> String? {
        guard let record else { return "`\(folder)/generation.json` cannot be read" }
        let copy = folder.appending("mod_wsgi.so")
        guard try Files.status(copy)?.kind == .regular else { return "`\(copy)` is missing" }
        if let key = BuildKey(record.modWsgiKey),
            let manifest = try storedText(layout.manifest(.modWsgi, key), orNil: true).flatMap({ Manifest(text: $0) }),
            try manifest.recordedDigest(of: "mod_wsgi.so") != sha256(ofFile: copy).hexadecimal
        {
            return "`\(copy)` is not the module that was built"
        }
        let library = folder.appending("lib")
        for name in try names(in: library) {
            guard (try? Files.real(library.appending(name))) != nil else {
                return "the link `\(library.appending(name))` leads nowhere"
            }
        }
        return nil
    }

    private func storedText(_ path: FilePath, orNil: Bool) throws -> String? {
        try Files.status(path) == nil ? nil : storedText(path)
    }

    /// The links that lead to it go first: the next provision makes another.
    private func quarantine(generation folder: FilePath, reason: String) async throws {
        try await FileLock.withLock(layout.lock("generations"), mode: .exclusive, clock: host.clock) {
            for cell in try names(in: layout.cells) {
                let link = layout.cells.appending(cell)
                guard (try? Files.readSymlink(link))?.lastComponent == folder.lastComponent else { continue }
                try Files.removeTree(link)
            }
            try quarantine(folder, as: "generation-\(folder.lastComponent?.string ?? "")", reason: reason)
        }
    }

    private func verifyDownloads(
        repair: Bool, _ progress: (String) -> Void, _ report: inout VerifyReport
    ) async throws {
        for name in try names(in: layout.downloads) {
            guard let digest = SHA256Digest(name) else { continue }
            let folder = layout.downloads.appending(name)
            for file in try names(in: folder) {
                try Task.checkCancellation()
                progress("verifying \(file)")
                report.downloads += 1
                let path = folder.appending(file)
                let found = try await onOwnThread { try sha256(ofFile: path) }
                guard found != digest else { continue }
                let reason = "`\(path)` has SHA-256 \(found)"
                if repair { try quarantine(path, as: "download-\(file)", reason: reason) }
                report.damage.append(
                    VerifyReport.Damage(
                        kind: "download", label: file, path: path.string, reason: reason, isRepaired: repair))
            }
        }
    }
}
