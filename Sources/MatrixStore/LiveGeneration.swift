import MatrixHost
import MatrixModel
package import SystemPackage

/// A generation that a server runs from, as its record says.
package struct LiveGeneration: Sendable, Equatable {
    /// Nil when only children of a dead server are left: then every generation of the cell may be theirs.
    package var folder: FilePath?
    package var cell: String

    package init(folder: FilePath?, cell: String) {
        self.folder = folder
        self.cell = cell
    }
}

/// All generations of a store, with what holds each.
struct GenerationHolders {
    /// By folder; a generation without a readable record has none.
    let records: [FilePath: GenerationRecord]
    /// By folder: the words for why it must stay.
    let reasons: [FilePath: String]

    /// With `forgetsCells` a cell's link holds nothing.
    init(_ store: Store, live: [LiveGeneration], forgetsCells: Bool = false) throws {
        let layout = store.layout
        var records: [FilePath: GenerationRecord] = [:]
        var reasons: [FilePath: String] = [:]
        for name in try store.names(in: layout.generations) where Int(name) != nil {
            let folder = layout.generations.appending(name)
            records[folder] = try store.record(of: folder)
        }
        for cell in forgetsCells ? [] : try store.names(in: layout.cells) {
            guard let name = (try? Files.readSymlink(layout.cells.appending(cell)))?.lastComponent else { continue }
            reasons[layout.generations.appending(name)] = "the cell \(cell) is provisioned with it"
        }
        do {
            let activation = try store.activation()
            if let previous = activation.previous { reasons[previous.folder] = "`activate --undo` goes back to it" }
            if let current = activation.current { reasons[current.folder] = "it is active" }
        } catch StoreError.notOurs {
            // A link of somebody else's making holds nothing.
        }
        for server in live {
            for folder in server.folder.map({ [$0] }) ?? records.filter({ $0.value.cell == server.cell }).map(\.key) {
                reasons[layout.generations.appending(folder.lastComponent!)] = "Apache serves \(server.cell) from it"
            }
        }
        (self.records, self.reasons) = (records, reasons)
    }

    /// Why entries must stay: by key.
    var pinned: [BuildKey: String] {
        var pinned: [BuildKey: String] = [:]
        for (folder, reason) in reasons.sorted(by: { $0.key.string < $1.key.string }) {
            guard let record = records[folder] else { continue }
            let text = "generation \(folder.lastComponent?.string ?? "") uses it: \(reason)"
            for key in [record.pythonKey, record.modWsgiKey].compactMap({ BuildKey($0) }) {
                if pinned[key] == nil || reason.hasPrefix("Apache") { pinned[key] = text }
            }
        }
        return pinned
    }
}
