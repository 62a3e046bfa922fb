import MatrixHost
package import MatrixModel
import SystemPackage

/// What a prune has removed, or would remove, and what stays though the rules name it.
package struct PruneResult: Sendable {
    package struct Item: Sendable, Equatable {
        /// `python`, `mod_wsgi`, `driver`, `mongodb`, `generation`, `leftover`, `quarantine`, `logs` or `kept`.
        package var kind: String
        package var label: String
        package var path: String
        package var bytes: Int64
        /// Why it stays; nil for what is removed.
        package var reason: String?
    }

    package var removed: [Item] = []
    package var kept: [Item] = []

    package var freed: ByteCount { ByteCount(removed.reduce(0) { $0 + $1.bytes }) }
}

extension Store {
    /// Removes what nobody needs under the rules: entries, generations that no cell's link names, what killed runs have
    /// left, and what people looked at. What a server, a provisioned cell, a running build or test, or a kept entry uses
    /// stays, with the reason.
    ///
    /// Each entry is removed while its lock is held alone, and its record first: whoever is stopped in the middle leaves
    /// a leftover and no damage. Throws `FileLockError.notSupported` where a file system cannot tell who uses what.
    package func prune(_ rules: PruneRules, live: [LiveGeneration]) async throws -> PruneResult {
        var result = PruneResult()
        guard try Files.status(layout.root) != nil else { return result }
        try prepareForWriting()
        let now = Duration.sinceEpoch
        let holders = try GenerationHolders(self, live: live, forgetsCells: rules.forgetsCells)
        let candidates = try EntryKind.allCases.flatMap(summaries).map { entry in
            PrunePlan.Candidate(
                entry: entry, python: entry.kind == .python ? nil : try record(entry.kind, entry.key)?.pythonKey)
        }
        let plan = PrunePlan(candidates, pinned: holders.pinned, rules: rules, now: now)
        result.kept = plan.kept.map { item(of: $0.entry, reason: $0.reason) }
        // Generations first: a cell never names what is gone.
        try await removeGenerations(rules, live: live, &result)
        for entry in plan.removed { try await remove(entry, rules, &result) }
        result.removed += try await leftovers(remove: !rules.isDryRun, now: now).map {
            PruneResult.Item(kind: "leftover", label: $0.reason, path: $0.path.string, bytes: 0)
        }
        for folder in LeftoverFolder.allCases { try removeOld(folder, rules, now: now, &result) }
        return result
    }

    private func remove(
        _ entry: EntrySummary, _ rules: PruneRules, _ result: inout PruneResult
    ) async throws {
        // A module that turned out to be in use keeps its Python.
        if let user = try user(of: entry, amongKept: result) {
            return result.kept.append(item(of: entry, reason: "\(user) needs it"))
        }
        do {
            try await FileLock.withLock(
                layout.lock(entry.kind, entry.key), mode: .exclusive, timeout: .zero, clock: host.clock
            ) {
                let record = layout.record(entry.kind, entry.key)
                guard try Files.status(record)?.modified == entry.lastUsed else {
                    return result.kept.append(item(of: entry, reason: "it was used just now"))
                }
                result.removed.append(item(of: entry))
                guard !rules.isDryRun else { return }
                try Files.removeTree(record)
                try Files.syncFolder(layout.bucket(entry.kind))
                try Files.removeTree(layout.manifest(entry.kind, entry.key))
                try Files.removeTree(layout.entry(entry.kind, entry.key))
            }
        } catch FileLockError.heldByAnother(_, let holder) {
            result.kept.append(item(of: entry, reason: "it is in use by \(holder)"))
        }
    }

    private func user(of entry: EntrySummary, amongKept result: PruneResult) throws -> String? {
        guard entry.kind == .python else { return nil }
        for item in result.kept {
            guard let kind = EntryKind(rawValue: item.kind), kind != .python,
                let key = FilePath(item.path).lastComponent.flatMap({ BuildKey($0.string) }),
                try record(kind, key)?.pythonKey == entry.key
            else { continue }
            return "\(item.kind) \(item.label)"
        }
        return nil
    }

    private func removeGenerations(
        _ rules: PruneRules, live: [LiveGeneration], _ result: inout PruneResult
    ) async throws {
        try await FileLock.withLock(layout.lock("generations"), mode: .exclusive, clock: host.clock) {
            let holders = try GenerationHolders(self, live: live, forgetsCells: rules.forgetsCells)
            if rules.forgetsCells && !rules.isDryRun { try forgetCells(but: holders) }
            for name in try names(in: layout.generations) where Int(name) != nil {
                let folder = layout.generations.appending(name)
                let reason = holders.reasons[folder]
                // That a cell has its generation is nothing to tell of each.
                if let reason, reason.hasPrefix("the cell ") { continue }
                let item = PruneResult.Item(
                    kind: "generation", label: holders.records[folder]?.cell ?? name, path: folder.string,
                    bytes: try size(of: folder).bytes, reason: reason)
                if reason != nil {
                    result.kept.append(item)
                } else {
                    result.removed.append(item)
                    if !rules.isDryRun { try Files.removeTree(folder) }
                }
            }
        }
    }

    private func forgetCells(but holders: GenerationHolders) throws {
        for cell in try names(in: layout.cells) {
            let link = layout.cells.appending(cell)
            guard let name = (try? Files.readSymlink(link))?.lastComponent,
                holders.reasons[layout.generations.appending(name)] == nil
            else { continue }
            try Files.removeTree(link)
        }
    }

    private func removeOld(
        _ folder: LeftoverFolder, _ rules: PruneRules, now: Duration, _ result: inout PruneResult
    ) throws {
        let root = layout.root.appending(folder.rawValue)
        let things = try names(in: root).compactMap { name in
            try Files.status(root.appending(name)).map { (root.appending(name), $0.modified) }
        }
        let today = min(now, things.map(\.1).max() ?? now)
        for (path, modified) in things {
            let isOld = rules.olderThan.map { today - modified > $0 } ?? false
            guard rules.leftovers.contains(folder) || isOld else { continue }
            result.removed.append(
                PruneResult.Item(
                    kind: folder.rawValue, label: path.lastComponent?.string ?? "", path: path.string,
                    bytes: try size(of: path).bytes))
            if !rules.isDryRun { try Files.removeTree(path) }
        }
    }

    private func item(of entry: EntrySummary, reason: String? = nil) -> PruneResult.Item {
        PruneResult.Item(
            kind: entry.kind.rawValue, label: entry.label, path: layout.entry(entry.kind, entry.key).string,
            bytes: entry.bytes, reason: reason)
    }
}
