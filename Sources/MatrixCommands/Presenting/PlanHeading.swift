/// Which plan is shown.
struct PlanHeading: Encodable {
    var selection: String
    var shard: String?
    /// Of the shard, when one was asked for.
    var cells: Int
    /// Of the whole plan: that by which `test --rerun-failed` knows it.
    var hash: String

    var text: String {
        let part = shard.map { ", shard \($0)" } ?? ""
        return "selection \(selection)\(part): \(cells) \(cells == 1 ? "cell" : "cells"), plan \(hash.prefix(16))"
    }
}
