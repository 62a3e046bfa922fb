import MatrixModel
import MatrixStore
import SystemPackage

/// What reading a whole store has shown.
struct VerifyResult: Encodable {
    var store: String
    var entries: Int
    var generations: Int
    var downloads: Int
    var damage: [Damage]
    var leftovers: [Left]
    /// What quarantine takes up, in bytes.
    var quarantineSize: Int64

    struct Damage: Encodable {
        var kind: String
        var label: String
        var path: String
        var reason: String
        var repaired: Bool
    }

    struct Left: Encodable {
        var path: String
        var reason: String
    }

    init(_ report: VerifyReport, store: Store) {
        self.store = store.layout.root.string
        (entries, generations, downloads) = (report.entries, report.generations, report.downloads)
        damage = report.damage.map {
            Damage(kind: $0.kind, label: $0.label, path: $0.path, reason: $0.reason, repaired: $0.isRepaired)
        }
        leftovers = report.leftovers.map { Left(path: $0.path.string, reason: $0.reason) }
        quarantineSize = report.quarantine.bytes
    }

    var text: String {
        var lines = damage.map { item in
            "damaged\(item.repaired ? ", quarantined" : ""): \(item.kind) \(item.label): \(item.reason)"
        }
        lines += leftovers.map { "left over: `\($0.path)`: \($0.reason)" }
        if quarantineSize > 0 {
            lines.append(
                "quarantine holds \(ByteCount(quarantineSize)): `wsgimatrix cache prune --quarantine` empties it")
        }
        let what = "\(entries) entries, \(generations) generations and \(downloads) tarballs"
        lines.append(damage.isEmpty ? "\(what) are whole" : "\(damage.count) damaged of \(what)")
        if damage.contains(where: { !$0.repaired }) { lines.append("hint: wsgimatrix cache verify --repair") }
        return lines.joined(separator: "\n")
    }
}
