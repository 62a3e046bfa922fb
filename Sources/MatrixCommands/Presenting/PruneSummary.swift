import MatrixModel
import MatrixStore

/// What a prune has removed, and what it would have but for somebody who needs it.
struct PruneSummary: Encodable {
    var dryRun: Bool
    /// In bytes.
    var freed: Int64
    var removed: [Item]
    var kept: [Item]

    struct Item: Encodable {
        var kind: String
        var label: String
        var path: String
        var size: Int64
        var reason: String?
    }

    init(_ result: PruneResult, isDryRun: Bool) {
        dryRun = isDryRun
        freed = result.freed.bytes
        (removed, kept) = (result.removed.map(Item.init), result.kept.map(Item.init))
    }

    var text: String {
        let verb = dryRun ? "would remove" : "removed"
        let needed = kept.isEmpty ? "" : "; \(kept.count) kept, because they are needed"
        return
            (removed.map { "\(verb): \($0.kind) \($0.label), \(ByteCount($0.size)): \($0.path)" }
            + kept.map { "kept: \($0.kind) \($0.label), \(ByteCount($0.size)): \($0.reason ?? "")" }
            + ["\(removed.count) \(dryRun ? "would go" : "removed"), \(ByteCount(freed))\(needed)"])
            .joined(separator: "\n")
    }
}

extension PruneSummary.Item {
    init(_ item: PruneResult.Item) {
        self.init(kind: item.kind, label: item.label, path: item.path, size: item.bytes, reason: item.reason)
    }
}
