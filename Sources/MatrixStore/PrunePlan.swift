package import MatrixModel

/// What a prune may remove.
package struct PruneRules: Sendable, Equatable {
    /// So many of a label stay, those that were used last. Alone it gives up all others.
    package var keep: Int?
    /// What was not used for so long is given up.
    package var olderThan: Duration?
    /// What was used least lately is given up until the rest takes no more.
    package var maximum: ByteCount?
    /// What else is removed whole: `quarantine/`, `logs/` and `kept/`.
    package var leftovers: Set<LeftoverFolder>
    /// Cells that nobody serves are no longer provisioned afterwards.
    package var forgetsCells: Bool
    /// Nothing is removed, all is told.
    package var isDryRun: Bool

    package init(
        keep: Int? = nil, olderThan: Duration? = nil, maximum: ByteCount? = nil,
        leftovers: Set<LeftoverFolder> = [], forgetsCells: Bool = false, isDryRun: Bool = false
    ) {
        self.keep = keep
        self.olderThan = olderThan
        self.maximum = maximum
        self.leftovers = leftovers
        self.forgetsCells = forgetsCells
        self.isDryRun = isDryRun
    }
}

/// Folders of a store that hold what only people look at.
package enum LeftoverFolder: String, Sendable, CaseIterable {
    case quarantine
    case logs
    case kept
}

/// Which entries are given up under some rules, and why the others that the rules name stay.
package struct PrunePlan: Sendable {
    package struct Candidate: Sendable {
        package var entry: EntrySummary
        /// The Python that it links.
        package var python: BuildKey?

        package init(entry: EntrySummary, python: BuildKey?) {
            self.entry = entry
            self.python = python
        }
    }

    /// Modules and drivers come before the Pythons that they need.
    package private(set) var removed: [EntrySummary] = []
    package private(set) var kept: [(entry: EntrySummary, reason: String)] = []

    /// `pinned` tells why an entry must stay. An age counts back from `now` or, when that is earlier, from the last use
    /// of any entry: a clock that is far ahead makes nothing old.
    package init(_ candidates: [Candidate], pinned: [BuildKey: String], rules: PruneRules, now: Duration) {
        let today = min(now, candidates.map(\.entry.lastUsed).max() ?? now)
        let byUse = candidates.sorted {
            ($0.entry.lastUsed, $0.entry.key.text) < ($1.entry.lastUsed, $1.entry.key.text)
        }
        var stays = Dictionary(uniqueKeysWithValues: byUse.map { ($0.entry.key, $0) })
        var ranks: [String: Int] = [:]
        var protected = pinned
        var named: Set<BuildKey> = []
        for candidate in byUse.reversed() {
            let (entry, label) = (candidate.entry, "\(candidate.entry.kind.rawValue) \(candidate.entry.label)")
            ranks[label, default: 0] += 1
            let isAmongNewest = rules.keep.map { ranks[label, default: 0] <= $0 } ?? false
            let isOld = rules.olderThan.map { today - entry.lastUsed > $0 } ?? (rules.keep != nil)
            if isOld && !isAmongNewest { named.insert(entry.key) }
            if isAmongNewest, let keep = rules.keep, protected[entry.key] == nil {
                protected[entry.key] = "it is one of the newest \(keep) of its label"
            }
        }
        func reasonToStay(_ candidate: Candidate) -> String? {
            let user = stays.values.filter { $0.python == candidate.entry.key }.min {
                $0.entry.key.text < $1.entry.key.text
            }
            return protected[candidate.entry.key]
                ?? user.map { "\($0.entry.kind.rawValue) \($0.entry.label) needs it" }
        }
        func giveUp(_ candidate: Candidate) {
            stays[candidate.entry.key] = nil
            removed.append(candidate.entry)
        }
        for candidate in byUse.filter({ $0.entry.kind != .python }) + byUse.filter({ $0.entry.kind == .python })
        where named.contains(candidate.entry.key) {
            if let reason = reasonToStay(candidate) {
                kept.append((candidate.entry, reason))
            } else {
                giveUp(candidate)
            }
        }
        guard let maximum = rules.maximum else { return }
        func total() -> Int64 { stays.values.reduce(0) { $0 + $1.entry.bytes } }
        while total() > maximum.bytes,
            let candidate = byUse.first(where: { stays[$0.entry.key] != nil && reasonToStay($0) == nil })
        {
            giveUp(candidate)
        }
        guard total() > maximum.bytes else { return }
        for candidate in byUse where stays[candidate.entry.key] != nil && !named.contains(candidate.entry.key) {
            kept.append((candidate.entry, reasonToStay(candidate) ?? ""))
        }
    }
}
